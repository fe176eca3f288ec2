import { mostChats, type Announcement } from '../../../runtime/bus/bus.ts';
import type { ChatAnnouncements } from './services.ts';

/**
 * Announces changed chats after their transactions. One announcement is on its way at a time; chats that change meanwhile go with the next
 * one, so that a busy process sends few. A lost announcement is found by the listeners' sweep.
 */
export function createAnnouncer(
  publish: (announcement: Announcement) => Promise<unknown>,
  onTrouble: (error: unknown) => void,
): ChatAnnouncements {
  const waiting = new Map<string, Set<number>>();
  let sending = false;

  async function send(): Promise<void> {
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, mostChats);
      for (const [caseId] of batch) waiting.delete(caseId);
      try {
        await publish({ type: 'chats', chats: batch.map(([caseId, altered]) => [caseId, ...altered]) });
      } catch (error) {
        onTrouble(error);
      }
    }
    sending = false;
  }

  return {
    changed(caseId, altered) {
      const known = waiting.get(caseId) ?? new Set();
      waiting.set(caseId, known);
      if (altered !== undefined) known.add(altered);
      if (sending) return;
      sending = true;
      void send();
    },
  };
}
