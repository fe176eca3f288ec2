/** The addresses of officers' pages. */
import type { Session } from '../../../../api/desk.ts';

/** The parts of the officers' pages; who may use which is in the session. */
export type Area = keyof Session['may'] | 'account';

/** Whether who is signed in may use this part; one's own account is everybody's. */
export const mayEnter = ({ may }: Pick<Session, 'may'>, area: Area): boolean => area === 'account' || may[area];

/** Where somebody begins after signing in. */
export const homeOf = (session: Pick<Session, 'may'>): string => (session.may.worklist ? '/desk' : '/supervise');

/** A page of officers to go back to, from the address; anything else, above all another site, is null. */
export const officerPage = (wanted: string | null): string | null => {
  if (wanted === null || !/^\/(desk|supervise|admin)(?:[/?#]|$)/.test(wanted)) return null;
  if (wanted.includes('\\') || wanted.startsWith('/desk/sign-in')) return null;
  return wanted;
};

/** The sign-in that leads back to a page. */
export const signInFor = (page: string, reason?: 'expired' | 'signed-out'): string => {
  const query = new URLSearchParams();
  if (officerPage(page) !== null && reason !== 'signed-out') query.set('to', page);
  if (reason !== undefined) query.set('reason', reason);
  const text = query.toString();
  return text === '' ? '/desk/sign-in' : `/desk/sign-in?${text}`;
};

/** The query of an address, to be read only. */
export type Query = Pick<URLSearchParams, 'get' | 'toString'>;

/** The same filters on another path. */
export const withQuery = (path: string, query: Query, change: Readonly<Record<string, string | null>> = {}): string => {
  const next = new URLSearchParams(query.toString());
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === '' ? path : `${path}?${text}`;
};

/**
 * The history of a case, from the page on which it is chosen: who came from the board, or goes from case to case since, is led back to
 * the board.
 */
export const historyOf = (id: string, path: string, query: Query): string => {
  const came = path.startsWith('/supervise/cases/') ? officerPage(query.get('from')) : path;
  return withQuery(`/supervise/cases/${id}`, query, { from: came === '/supervise/board' ? came : null });
};

/** The history of a case, from a page of its own, to which it leads back. */
export const historyFrom = (id: string, page: string): string => `/supervise/cases/${id}?${new URLSearchParams({ from: page }).toString()}`;

/** Where the history of a case was opened. */
export const backOf = (query: Query): { to: 'overview' | 'board' | 'case'; href: string } => {
  const from = officerPage(query.get('from'));
  if (from?.startsWith('/desk/')) return { to: 'case', href: from };
  const to = from === '/supervise/board' ? 'board' : 'overview';
  return { to, href: withQuery(to === 'board' ? '/supervise/board' : '/supervise', query, { from: null }) };
};
