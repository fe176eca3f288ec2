import { describe, expect, it } from '@jest/globals';

import { homeOf, officerPage, signInFor, withQuery } from './addresses.ts';

describe('the page to go back to after signing in', () => {
  it.each([
    '/desk',
    '/desk?view=overdue',
    '/desk/cases/202605270000001?view=mine',
    '/supervise',
    '/supervise/cases/1#raw',
    '/admin',
    '/admin/types/binhai-wo-quota',
  ])('keeps %s', (page) => {
    expect(officerPage(page)).toBe(page);
  });

  it.each([
    null,
    '',
    'https://elsewhere.example/desk',
    '//elsewhere.example/desk',
    '/deskelsewhere',
    '/administrator',
    '/demo',
    '/desk\\..\\',
    '/desk/sign-in',
    'javascript:alert(1)',
  ])('refuses %s', (page) => {
    expect(officerPage(page)).toBeNull();
  });

  it('is carried to the sign-in, with the reason', () => {
    expect(signInFor('/desk/cases/1?view=mine')).toBe('/desk/sign-in?to=%2Fdesk%2Fcases%2F1%3Fview%3Dmine');
    expect(signInFor('/supervise', 'expired')).toBe('/desk/sign-in?to=%2Fsupervise&reason=expired');
    expect(signInFor('/desk', 'signed-out')).toBe('/desk/sign-in?reason=signed-out');
    expect(signInFor('/demo')).toBe('/desk/sign-in');
  });
});

it('an officer begins with the work they have', () => {
  expect(homeOf({ may: { worklist: true, supervise: true, administer: false } })).toBe('/desk');
  expect(homeOf({ may: { worklist: false, supervise: true, administer: true } })).toBe('/supervise');
});

it('keeps the filters from page to page', () => {
  const query = new URLSearchParams('view=mine&q=x');
  expect(withQuery('/desk/cases/1', query)).toBe('/desk/cases/1?view=mine&q=x');
  expect(withQuery('/desk', query, { view: null, q: '', type: 'invoice' })).toBe('/desk?type=invoice');
  expect(withQuery('/desk', new URLSearchParams())).toBe('/desk');
});
