import { describe, expect, it } from '@jest/globals';

import { backOf, historyFrom, historyOf, homeOf, officerPage, signInFor, withQuery } from './addresses.ts';

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
  expect(homeOf({ may: { worklist: true, supervise: true, administer: false, knowledge: false } })).toBe('/desk');
  expect(homeOf({ may: { worklist: false, supervise: true, administer: true, knowledge: true } })).toBe('/supervise');
  expect(homeOf({ may: { worklist: false, supervise: false, administer: false, knowledge: true } })).toBe('/admin/knowledge');
});

it('keeps the filters from page to page', () => {
  const query = new URLSearchParams('view=mine&q=x');
  expect(withQuery('/desk/cases/1', query)).toBe('/desk/cases/1?view=mine&q=x');
  expect(withQuery('/desk', query, { view: null, q: '', type: 'invoice' })).toBe('/desk?type=invoice');
  expect(withQuery('/desk', new URLSearchParams())).toBe('/desk');
});

describe('the history of a case leads back', () => {
  const queryOf = (address: string) => new URL(address, 'http://here').searchParams;
  const chosenOn = (path: string, query: string) => historyOf('1', path, new URLSearchParams(query));

  it('to the board from which it was chosen, as it was narrowed, also from case to case', () => {
    const first = chosenOn('/supervise/board', 'age=older&q=x');
    expect(first).toBe('/supervise/cases/1?age=older&q=x&from=%2Fsupervise%2Fboard');
    expect(backOf(queryOf(first))).toEqual({ to: 'board', href: '/supervise/board?age=older&q=x' });
    const next = historyOf('2', '/supervise/cases/1', queryOf(first));
    expect(backOf(queryOf(next))).toEqual({ to: 'board', href: '/supervise/board?age=older&q=x' });
  });

  it('to the overview', () => {
    const first = chosenOn('/supervise', 'state=closed&from=%2Fsupervise%2Fboard');
    expect(backOf(queryOf(first))).toEqual({ to: 'overview', href: '/supervise?state=closed' });
    expect(backOf(queryOf(historyOf('2', '/supervise/cases/1', queryOf(first))))).toEqual({
      to: 'overview',
      href: '/supervise?state=closed',
    });
  });

  it('to the page of the case from which it was opened; not when another is chosen meanwhile', () => {
    const history = historyFrom('1', '/desk/cases/1?view=mine');
    expect(backOf(queryOf(history))).toEqual({ to: 'case', href: '/desk/cases/1?view=mine' });
    expect(backOf(queryOf(historyOf('2', '/supervise/cases/1', queryOf(history))))).toEqual({ to: 'overview', href: '/supervise' });
  });

  it.each(['https://elsewhere.example', '//elsewhere.example/desk', 'javascript:alert(1)', '/demo'])('never to %s', (from) => {
    expect(backOf(new URLSearchParams({ from }))).toEqual({ to: 'overview', href: '/supervise' });
  });
});
