/** Addresses of the officers' pages. */
import type { Session } from '../../../../api/desk.ts';

/** Areas of the officers' pages; the session says which are allowed. */
export type Area = keyof Session['may'] | 'account';

/** True when the officer may use this area; one's own account is always allowed. */
export const mayEnter = ({ may }: Pick<Session, 'may'>, area: Area): boolean => area === 'account' || may[area];

/** First page after signing in. */
export const homeOf = (session: Pick<Session, 'may'>): '/desk' | '/supervise' | '/admin/knowledge' =>
  session.may.worklist ? '/desk' : session.may.supervise ? '/supervise' : '/admin/knowledge';

/** Returns the officers' page to return to; null for anything else, above all for another site. */
export const officerPage = (wanted: string | null): string | null => {
  if (wanted === null || !/^\/(desk|supervise|admin)(?:[/?#]|$)/.test(wanted)) return null;
  if (wanted.includes('\\') || wanted.startsWith('/desk/sign-in')) return null;
  return wanted;
};

/** Address of the sign-in page that returns to a page. */
export const signInFor = (page: string, reason?: 'expired' | 'signed-out'): string => {
  const query = new URLSearchParams();
  if (officerPage(page) !== null && reason !== 'signed-out') query.set('to', page);
  if (reason !== undefined) query.set('reason', reason);
  const text = query.toString();
  return text === '' ? '/desk/sign-in' : `/desk/sign-in?${text}`;
};

/** Read-only query of an address. */
export type Query = Pick<URLSearchParams, 'get' | 'toString'>;

/** Returns the path with the same filters, changed as given. */
export const withQuery = (path: string, query: Query, change: Readonly<Record<string, string | null>> = {}): string => {
  const next = new URLSearchParams(query.toString());
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === '' ? path : `${path}?${text}`;
};

/** Address of a case's history, opened from `path`. It keeps the way back to the board, also when going from case to case. */
export const historyOf = (id: string, path: string, query: Query): string => {
  const came = path.startsWith('/supervise/cases/') ? officerPage(query.get('from')) : path;
  return withQuery(`/supervise/cases/${id}`, query, { from: came === '/supervise/board' ? came : null });
};

/** Address of a case's history that leads back to the given page. */
export const historyFrom = (id: string, page: string): string => `/supervise/cases/${id}?${new URLSearchParams({ from: page }).toString()}`;

/** Page to which the history leads back. */
export const backOf = (query: Query): { to: 'overview' | 'board' | 'case'; href: string } => {
  const from = officerPage(query.get('from'));
  if (from?.startsWith('/desk/')) return { to: 'case', href: from };
  const to = from === '/supervise/board' ? 'board' : 'overview';
  return { to, href: withQuery(to === 'board' ? '/supervise/board' : '/supervise', query, { from: null }) };
};
