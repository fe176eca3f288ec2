import { mostSlotCentres, type Announcement } from '../../../runtime/bus/bus.ts';

/** Tells those who look at slots that places of a centre were taken or given back. */
export interface SlotAnnouncements {
  changed(centreId: string): void;
}

/** Window in milliseconds in which changes are combined into one announcement. */
const gatherMs = 200;

/** Announces changed centres after their transactions. A lost announcement costs a page some seconds: booking checks again in any case. */
export function createSlotAnnouncer(
  publish: (announcement: Announcement) => Promise<unknown>,
  onTrouble: (error: unknown) => void,
): SlotAnnouncements {
  const waiting = new Set<string>();
  return {
    changed(centreId) {
      waiting.add(centreId);
      if (waiting.size > 1) return;
      setTimeout(() => {
        const centres = [...waiting];
        waiting.clear();
        for (let i = 0; i < centres.length; i += mostSlotCentres)
          publish({ type: 'slots', centres: centres.slice(i, i + mostSlotCentres) }).catch(onTrouble);
      }, gatherMs).unref();
    },
  };
}
