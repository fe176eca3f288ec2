import Table from 'cli-table3';

const began = performance.now();

/** One line of what is going on: seconds since the start, which part, what. */
export const report = (part: string, what: string): void => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${part.padEnd(11)} ${what}\n`);
};

/** Does a step and reports how long it took. */
export const step = async <T>(part: string, done: string, work: () => Promise<T>): Promise<T> => {
  const from = performance.now();
  const result = await work();
  report(part, `${done} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
  return result;
};

/** What to open, and who to sign in as. */
export interface Overview {
  places: readonly (readonly [what: string, where: string])[];
  signIns: readonly { role: string; login: string; password: string; centre: string }[];
}

/** The one table at the end of a start. */
export const overviewTable = (overview: Overview): string => {
  const table = new Table({ style: { head: [], border: [] } });
  table.push([
    { content: 'What runs', colSpan: 2 },
    { content: 'Where', colSpan: 2 },
  ]);
  for (const [what, where] of overview.places)
    table.push([
      { content: what, colSpan: 2 },
      { content: where, colSpan: 2 },
    ]);
  if (overview.signIns.length > 0) {
    table.push(['Sign in as', 'Password', 'Role', 'Centre']);
    for (const { login, password, role, centre } of overview.signIns) table.push([login, password, role, centre]);
  }
  return table.toString();
};
