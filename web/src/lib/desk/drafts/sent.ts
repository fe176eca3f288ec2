/**
 * Submissions of a new case from one draft, so that lost answers never make two cases of it.
 *
 * 1. The same contents are sent under the same id again.
 * 2. While the outcome of a submission is unknown, other contents are sent under its id, too: the server begins one case per id, and
 *    answers `key-reused` when it has kept other contents under it.
 * 3. Other contents get a new id once every submission under the old one was refused.
 */
import { z } from 'zod';

/** Last submission of a draft. */
export const sentSchema = z.object({
  id: z.string(),
  contents: z.string(),
  /** Contents sent under this id whose outcome is unknown, in the order of sending. */
  open: z.array(z.string()),
});
export type Sent = z.infer<typeof sentSchema>;

/** Most contents remembered as open; each took minutes of vain tries. */
const mostOpen = 5;

/** Returns the submission about to be made. @param newId id for contents that need one */
export const nextSent = (before: Sent | null, contents: string, newId: string): Sent => {
  const same = before !== null && (before.contents === contents || before.open.length > 0);
  const open = same ? before.open.filter((each) => each !== contents) : [];
  return { id: same ? before.id : newId, contents, open: [...open, contents].slice(-mostOpen) };
};

/** How a submission failed: no answer that tells its outcome, a refusal of these contents under this id, or a fault of the request. */
export type Failure = 'unknown' | 'refused' | 'faulty';

/** Returns what is known of a submission after it failed. @param before the submission before it */
export const afterFailure = (sent: Sent, before: Sent | null, failure: Failure): Sent => {
  // A fault of the request says nothing about the same contents sent before.
  const wasOpen = before?.id === sent.id && before.open.includes(sent.contents);
  if (failure === 'unknown' || (failure === 'faulty' && wasOpen)) return sent;
  return { ...sent, open: sent.open.filter((each) => each !== sent.contents) };
};
