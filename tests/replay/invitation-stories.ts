import { randomUUID } from 'node:crypto';

import type { Invitation } from '../support/invitation.ts';
import { done, eventually, ms } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';

/** One story for every path through the life of an invitation. */
export const invitationStories: Record<string, (the: Stage, about: Invitation) => Promise<void>> = {
  accepted: async (_, about) => {
    await about.send();
    const [placeId = ''] = (await about.state()).proposed.map((place) => place.placeId);
    done(await about.asTaxpayer({ type: 'accept', placeId, appointmentId: randomUUID(), textId: await about.text() }));
  },
  rejected: async (_, about) => {
    await about.send();
    done(await about.asTaxpayer({ type: 'reject', reasonId: await about.text() }));
  },
  'countered-and-agreed': async (_, about) => {
    await about.send();
    done(await about.asTaxpayer({ type: 'counter', placeId: await about.hold(), noteId: null }));
    done(await about.asHolder({ type: 'agree', appointmentId: randomUUID(), textId: await about.text() }));
  },
  'countered-declined-and-withdrawn': async (_, about) => {
    await about.send();
    done(await about.asTaxpayer({ type: 'counter', placeId: await about.hold(), noteId: await about.text() }));
    done(await about.asHolder({ type: 'decline', reasonId: await about.text() }));
    done(await about.asHolder({ type: 'withdraw', reasonId: await about.text() }));
  },
  'reminded-and-expired': async (_, about) => {
    await about.send({ answerMinutes: 1_000 * ms });
    await eventually(
      () => about.events(),
      (events) => events.includes('expired'),
    );
  },
};
