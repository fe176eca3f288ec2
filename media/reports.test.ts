import { describe, expect, it } from '@jest/globals';

import { eventually } from '../tests/support/message.ts';
import { Reports } from './reports.ts';

const quick = { firstWait: 5, longestWait: 20, within: 60_000 };

/** A workflow engine that is away until it is let in. */
class Engine {
  away = true;
  readonly heard: string[] = [];
  readonly troubles: string[] = [];
  tries = 0;
  readonly send = (report: string): Promise<void> => {
    this.tries += 1;
    if (this.away) return Promise.reject(new Error('away'));
    this.heard.push(report);
    return Promise.resolve();
  };
  readonly onTrouble = (what: string): void => {
    this.troubles.push(what);
  };
}

describe('reports of calls', () => {
  it('arrive in order, once each, when the engine is back', async () => {
    const engine = new Engine();
    const reports = new Reports(engine.send, engine.onTrouble, quick);
    for (const report of ['connected', 'recording', 'lost']) reports.tell('call', report);
    reports.tell('other', 'connected there');
    await eventually(
      () => Promise.resolve(engine.tries),
      (tries) => tries > 5,
    );
    expect(engine.heard).toEqual([]);
    engine.away = false;
    await eventually(
      () => Promise.resolve(engine.heard),
      (heard) => heard.length === 4,
    );
    expect(engine.heard.filter((report) => report !== 'connected there')).toEqual(['connected', 'recording', 'lost']);
    await reports.stop();
  });

  it('are given up after their time, and the next one is tried', async () => {
    const engine = new Engine();
    const reports = new Reports(engine.send, engine.onTrouble, { ...quick, within: 50 });
    reports.tell('call', 'lost');
    await eventually(
      () => Promise.resolve(engine.troubles),
      (all) => all.includes('a call could not be reported'),
    );
    engine.away = false;
    reports.tell('call', 'connected');
    await eventually(
      () => Promise.resolve(engine.heard),
      (heard) => heard.length > 0,
    );
    expect(engine.heard).toEqual(['connected']);
  });

  it('do not hold a stop up', async () => {
    const engine = new Engine();
    const reports = new Reports(engine.send, engine.onTrouble, { firstWait: 60_000, longestWait: 60_000, within: 600_000 });
    reports.tell('call', 'connected');
    reports.tell('call', 'lost');
    await reports.stop();
    expect(engine.heard).toEqual([]);
    expect(engine.troubles.filter((what) => what === 'a call could not be reported')).toHaveLength(2);
  });
});
