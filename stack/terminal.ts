import Table from 'cli-table3';

const began = performance.now();

/** Prints a progress line: seconds since the start, part, event. */
export const report = (part: string, what: string): void => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${part.padEnd(11)} ${what}\n`);
};

/** Runs a step and reports its duration. */
export const step = async <T>(part: string, done: string, work: () => Promise<T>): Promise<T> => {
  const from = performance.now();
  const result = await work();
  report(part, `${done} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
  return result;
};

/** Addresses and sign-ins shown after a start. */
export interface Overview {
  places: readonly (readonly [what: string, where: string])[];
  signIns: readonly { role: string; login: string; password: string; centre: string }[];
  /** Next steps, a line each. */
  advice: readonly string[];
}

/** Joins a column of a block into one cell, because separator lines between a dozen addresses would hide them. */
const column = (texts: readonly string[]): string => texts.join('\n');

/** Groups people of the same centre and role into one line. */
const grouped = (signIns: Overview['signIns']): Overview['signIns'] => {
  const groups = Map.groupBy(signIns, ({ centre, role, password }) => [centre, role, password].join('\0'));
  return [...groups.values()].flatMap((people) =>
    people.slice(0, 1).map((first) => ({ ...first, login: people.map(({ login }) => login).join(', ') })),
  );
};

/** Formats the table that ends a start. */
export const overviewTable = (overview: Overview): string => {
  const table = new Table({ style: { head: [], border: [] } });
  const wide = (content: string) => ({ content, colSpan: 2 });
  table.push([wide('What runs'), wide('Where')]);
  table.push([wide(column(overview.places.map(([what]) => what))), wide(column(overview.places.map(([, where]) => where)))]);
  if (overview.signIns.length > 0) {
    const people = grouped(overview.signIns);
    table.push(['Sign in as', 'Password', 'Role', 'Centre']);
    table.push(
      [
        people.map(({ login }) => login),
        people.map(({ password }) => password),
        people.map(({ role }) => role),
        people.map(({ centre }) => centre),
      ].map(column),
    );
  }
  return table.toString();
};
