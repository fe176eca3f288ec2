import { describe, expect, it } from '@jest/globals';

import { isSealed, Secrets } from './secrets.ts';

const [today, yesterday] = ['a'.repeat(32), 'b'.repeat(32)];
const secrets = new Secrets(today);
const place = 'the host key 1';

describe('a sealed secret', () => {
  it.each(['0123456789abcdef', '密码 🔑', 'x'.repeat(5_000), ''])('opens where it belongs', (secret) => {
    const sealed = secrets.seal(place, secret);
    expect(isSealed(sealed)).toBe(true);
    if (secret !== '') expect(sealed).not.toContain(secret);
    expect(secrets.open(place, sealed)).toBe(secret);
  });
  it('is the same text for the same secret at the same place, and only then', () => {
    expect(secrets.seal(place, 'one')).toBe(secrets.seal(place, 'one'));
    expect(new Set([secrets.seal(place, 'one'), secrets.seal(place, 'two'), secrets.seal('elsewhere', 'one')]).size).toBe(3);
  });
  it('does not open elsewhere', () => {
    expect(() => secrets.open('the host key 2', secrets.seal(place, 'secret'))).toThrow('the host key 2 cannot be opened');
  });
  it('does not open when a single character was changed, cut off or added', () => {
    const sealed = secrets.seal(place, 'secret of a gateway');
    for (let i = sealed.lastIndexOf(':') + 1; i < sealed.length - 1; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
      expect(() => secrets.open(place, changed)).toThrow('cannot be opened');
    }
    for (const cut of [sealed.slice(0, -4), sealed.slice(0, sealed.lastIndexOf(':') + 1), `${sealed}AAAA`])
      expect(() => secrets.open(place, cut)).toThrow('cannot be opened');
  });
  it('does not open under another APP_SECRET, and says what to do', () => {
    expect(() => new Secrets(yesterday).open(place, secrets.seal(place, 'secret'))).toThrow(/another APP_SECRET: set APP_SECRET_EARLIER/);
  });
  it('opens under the one before, and is sealed by today’s from then on', () => {
    const old = new Secrets(yesterday).seal(place, 'secret');
    const both = new Secrets(today, yesterday);
    expect([both.open(place, old), both.isCurrent(old)]).toEqual(['secret', false]);
    const anew = both.seal(place, 'secret');
    expect([both.isCurrent(anew), secrets.open(place, anew)]).toEqual([true, 'secret']);
  });
});

describe('what was stored before secrets were sealed', () => {
  it('comes back as it is, and counts as not sealed', () => {
    expect([secrets.open(place, 'plain secret'), secrets.isCurrent('plain secret'), isSealed('plain secret')]).toEqual([
      'plain secret',
      false,
      false,
    ]);
  });
});
