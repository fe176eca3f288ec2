import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

/** Storage shared by all pages of a browser. */
class Shared {
  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? String(Reflect.get(this, name)) : null;
  }
  setItem(name: string, value: string): void {
    Reflect.set(this, name, value);
  }
  removeItem(name: string): void {
    Reflect.deleteProperty(this, name);
  }
}

interface Page {
  keep: (name: string, text: string | null) => void;
  kept: (name: string) => string | null;
  leave: () => void;
}

const globals = globalThis as unknown as Record<string, unknown>;

/** Opens a page of its own, like a new or reloaded tab. */
const openPage = async (): Promise<Page> => {
  jest.resetModules();
  const { keepDraftText, keptDraftText, showLife } = await import('./drafts.ts');
  return { keep: keepDraftText, kept: keptDraftText, leave: showLife() };
};

describe('drafts', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    globals['window'] = { localStorage: new Shared() };
    globals['addEventListener'] = globals['removeEventListener'] = () => undefined;
  });
  afterEach(() => {
    jest.useRealTimers();
    for (const name of ['window', 'addEventListener', 'removeEventListener']) Reflect.deleteProperty(globals, name);
  });

  it('begins with what a page left behind when it was left', async () => {
    const first = await openPage();
    first.keep('draft.a', 'half a sentence');
    first.leave();
    const second = await openPage();
    expect(second.kept('draft.a')).toBe('half a sentence');
    second.keep('draft.a', null);
    second.leave();
    expect((await openPage()).kept('draft.a')).toBeNull();
  });

  it('keeps two open pages apart, whichever writes last', async () => {
    const first = await openPage();
    first.keep('draft.a', 'first');
    const second = await openPage();
    expect(second.kept('draft.a')).toBeNull();
    second.keep('draft.a', 'second');
    second.keep('draft.a', null);
    expect(first.kept('draft.a')).toBe('first');
    jest.setSystemTime(1_000_001);
    second.keep('draft.a', 'second again');
    first.leave();
    second.leave();
    const third = await openPage();
    expect(third.kept('draft.a')).toBe('second again');
    third.keep('draft.a', null);
    expect(third.kept('draft.a')).toBe('first');
  });

  it('takes over from a page that crashed, once it is silent for long enough', async () => {
    const crashed = await openPage();
    crashed.keep('draft.a', 'typed before the crash');
    jest.clearAllTimers();
    expect((await openPage()).kept('draft.a')).toBeNull();
    jest.setSystemTime(1_000_000 + 120_000);
    expect((await openPage()).kept('draft.a')).toBe('typed before the crash');
  });
});
