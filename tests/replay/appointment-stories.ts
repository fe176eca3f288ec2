import { randomUUID } from 'node:crypto';

import type { Appointment } from '../support/appointment.ts';
import { Conversation } from '../support/conversation.ts';
import { done, eventually, ms } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';

/** So long a story waits until a window opens, and so long the window lasts, in milliseconds. */
const soon = { inMs: 2_000, lastsMs: 4_000 };
/** Everything that follows the end ends at once, and people can be there from the booking on. */
const brief = { nearMinutes: 60, graceMinutes: 500 * ms, reminderMinutes: [], ratingMinutes: 100 * ms, appealMinutes: 100 * ms };

/** One story for every path through the life of an appointment. */
export const appointmentStories: Record<string, (the: Stage, about: Appointment) => Promise<void>> = {
  'cancelled-by-its-taxpayer': async (_, about) => {
    await about.book();
    done(await about.asTaxpayer({ type: 'cancel', cause: 'taxpayer', reasonId: await about.text() }));
  },
  'moved-and-cancelled-by-an-officer': async (the, about) => {
    await about.book();
    done(await about.asTaxpayer({ type: 'move', placeId: await about.hold({ inMs: 300_000_000 }) }));
    done(await about.asOfficer(the.people.east[0], { type: 'claim' }));
    done(await about.asHolder({ type: 'release', noteId: null }));
    done(await about.asOfficer(the.people.east[1], { type: 'cancel', cause: 'closure', reasonId: await about.text() }));
  },
  'held-and-rated': async (the, about) => {
    await about.book({ ...brief, graceMinutes: 30_000 * ms }, { inMs: 600, lastsMs: 60_000 });
    await held(the, about);
    done(await about.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
  },
  'held-late-and-not-rated': async (the, about) => {
    await about.book({ ...brief, graceMinutes: 9_000 * ms, resultMinutes: 0 }, { inMs: 600, lastsMs: 10_000 });
    await held(the, about, async () => {
      await seen(about, 'result-late');
    });
    await seen(about, 'rating-elapsed');
  },
  'missed-and-lifted': async (_, about) => {
    await missed(about);
    done(await about.asTaxpayer({ type: 'appeal', textId: await about.text() }));
    done(await about.asSupervisor({ type: 'liftMiss', noteId: await about.text() }));
  },
  'missed-and-upheld': async (_, about) => {
    await missed(about);
    done(await about.asTaxpayer({ type: 'appeal', textId: await about.text() }));
    done(await about.asSupervisor({ type: 'upholdMiss', reasonId: await about.text() }));
  },
  'missed-and-never-appealed': async (_, about) => {
    await missed(about, 100 * ms);
    await seen(about, 'appeal-elapsed');
  },
  'reminded-and-not-begun': async (_, about) => {
    await about.book({ ...brief, reminderMinutes: [] }, soon);
    done(await about.asTaxpayer({ type: 'checkIn', evidence: 'window' }));
    await seen(about, 'officer-failed');
  },
  'taken-over': async (the, about) => {
    await about.book({ ...brief, graceMinutes: 200 * ms }, { inMs: 600, lastsMs: 60_000 });
    done(await about.asTaxpayer({ type: 'checkIn', evidence: 'button' }));
    await seen(about, 'officer-late');
    const holder = await about.holder();
    const other = holder === the.people.east[0] ? the.people.east[1] : the.people.east[0];
    done(await about.asOfficer(other, { type: 'takeOver' }));
    await finished(the, about, other);
  },
  'ended-by-the-supervisor': async (_, about) => {
    await about.book();
    done(await about.asSupervisor({ type: 'end', reasonId: await about.text() }));
  },
};

const seen = async (about: Appointment, type: string): Promise<void> => {
  await eventually(
    () => about.events(),
    (events) => events.includes(type),
  );
};

async function missed(about: Appointment, appealMinutes = 60): Promise<void> {
  await about.book({ ...brief, appealMinutes }, soon);
  await seen(about, 'assigned');
  done(await about.asHolder({ type: 'checkIn', evidence: 'button' }));
  await seen(about, 'missed');
}

/** Both are there, and the officer starts when the window opens. */
async function held(the: Stage, about: Appointment, before: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await seen(about, 'assigned');
  done(await about.asTaxpayer({ type: 'checkIn', evidence: 'button' }));
  done(await about.asHolder({ type: 'checkIn', evidence: 'button' }));
  await seen(about, 'opened');
  await finished(the, about, await about.holder(), before);
}

async function finished(
  the: Stage,
  about: Appointment,
  officerId: string,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const talk = new Conversation(the, randomUUID());
  done(await about.asOfficer(officerId, about.start(officerId, talk.id)));
  await eventually(
    () => talk.image().catch(() => ({})),
    (image) => 'status' in image && image.status === 'active',
  );
  done(await talk.asOfficer(officerId, { type: 'close', summaryId: null }));
  await seen(about, 'interaction-ended');
  await before();
  done(await about.asOfficer(officerId, { type: 'finish', textId: await about.text(), uploadIds: [] }));
}
