import { attend, nobodyAttends, type Conversation } from '../support/conversation.ts';
import { done, eventually, ms } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';

/** One story for every path through the life of a conversation. */
export const conversationStories: Record<string, (the: Stage, talk: Conversation) => Promise<void>> = {
  'robot-alone-and-rated': async (_, talk) => {
    await talk.begin();
    done(await talk.asTaxpayer({ type: 'close', summaryId: null }));
    await rate(talk);
  },
  'robot-alone-and-silent': async (_, talk) => {
    await talk.begin({ robotIdleMinutes: 100 * ms });
  },
  'offered-accepted-and-closed': async (the, talk) => {
    await attended(the);
    await talk.connect();
    done(await talk.asHolder({ type: 'close', summaryId: await talk.text() }));
    await rate(talk);
  },
  'waited-and-called': async (the, talk) => {
    await nobodyAttends(the);
    await talk.request({ waitMinutes: 100 * ms });
    await eventually(
      () => talk.events(),
      (events) => events.includes('wait-long'),
    );
    await talk.signal('seek', seek('in-vain'));
    await attended(the);
    await talk.signal('seek', seek('in-time'));
    await eventually(
      () => talk.image(),
      ({ status }) => status === 'offered',
    );
    done(await talk.asHolder({ type: 'accept' }));
    await over(talk);
  },
  'waited-raised-and-left': async (the, talk) => {
    await nobodyAttends(the);
    await talk.request();
    done(await talk.asSupervisor({ type: 'prioritise' }));
    done(await talk.asTaxpayer({ type: 'leaveQueue' }));
    await over(talk);
  },
  'waited-gone-and-asked-again': async (the, talk) => {
    await nobodyAttends(the);
    await talk.request();
    await talk.signal('lapse', { commandId: 'gone', actor: { kind: 'system' }, command: { type: 'lapse' } });
    await eventually(
      () => talk.image(),
      ({ status }) => status === 'robot',
    );
    done(await talk.asTaxpayer({ type: 'requestOfficer', cause: 'button', typeId: null }));
    await over(talk);
  },
  'declined-and-missed': async (the, talk) => {
    await attended(the);
    await talk.request({ offerMinutes: 300 * ms });
    done(await talk.asHolder({ type: 'decline' }));
    await eventually(
      () => talk.events(),
      (events) => events.includes('offer-elapsed'),
    );
    await over(talk);
  },
  'claimed-from-the-queue': async (the, talk) => {
    await nobodyAttends(the);
    await talk.request();
    done(await talk.asOfficer(the.people.east[0], { type: 'claim' }));
    done(await talk.asOfficer(the.people.east[0], { type: 'release', noteId: await talk.text() }));
    await over(talk);
  },
  'reassigned-by-the-supervisor': async (the, talk) => {
    await nobodyAttends(the);
    await talk.request();
    done(await talk.asSupervisor({ type: 'reassign', officerId: the.people.east[1], noteId: null }));
    done(await talk.asSupervisor({ type: 'end', reasonId: await talk.text() }));
    await rate(talk);
  },
  'handed-over-to-a-colleague-and-a-centre': async (the, talk) => {
    await attended(the);
    const holder = await talk.connect();
    const colleague = the.people.east.find((id) => id !== holder) ?? '';
    done(await talk.asOfficer(holder, { type: 'handOver', to: { officerId: colleague }, noteId: await talk.text() }));
    done(await talk.asOfficer(colleague, { type: 'accept' }));
    done(await talk.asOfficer(colleague, { type: 'handOver', to: { centreId: 'west' }, noteId: await talk.text() }));
    await over(talk);
  },
  'handed-over-to-a-group': async (the, talk) => {
    await attended(the);
    const holder = await talk.connect();
    done(await talk.asOfficer(holder, { type: 'handOver', to: { groupId: 'back', centreId: 'east' }, noteId: await talk.text() }));
    if (holder !== the.people.east[1]) done(await talk.asHolder({ type: 'accept' }));
    await over(talk);
  },
  'supervisor-asked-in': async (the, talk) => {
    await attended(the);
    const holder = await talk.connect();
    done(await talk.asOfficer(holder, { type: 'askSupervisor', noteId: await talk.text() }));
    done(await talk.asSupervisor({ type: 'join' }));
    done(await talk.asSupervisor({ type: 'leave' }));
    await over(talk);
  },
  'officer-lost': async (the, talk) => {
    await attended(the);
    const officerId = await talk.connect();
    await talk.signal('lose', { commandId: 'lost', actor: { kind: 'system' }, command: { type: 'lose', officerId } });
    await eventually(
      () => talk.events(),
      (events) => events.includes('officer-lost'),
    );
    await over(talk);
  },
  'silent-taxpayer': async (the, talk) => {
    await attended(the);
    await talk.connect({ answerMinutes: 100 * ms, idleMinutes: 100 * ms, idleGraceMinutes: 100 * ms, ratingDays: ms / 10 });
    await talk.hear({ at: Date.now(), by: 'officer' });
  },
  'late-officer-and-a-taxpayer-who-stays': async (the, talk) => {
    await attended(the);
    await talk.connect({ answerMinutes: 100 * ms });
    await talk.hear({ at: Date.now(), by: 'taxpayer' });
    await eventually(
      () => talk.events(),
      (events) => events.includes('answer-late'),
    );
    done(await talk.asTaxpayer({ type: 'stay' }));
    await over(talk);
  },
  'called-connected-and-hung-up': async (the, talk) => {
    await attended(the);
    await talk.connect({ ringSeconds: 60, connectSeconds: 60 });
    const call = { callId: aCall };
    done(await talk.asTaxpayer({ type: 'askCall', ...call, way: 'assistance' }));
    done(await talk.asHolder({ type: 'inviteCall', ...call, way: 'assistance' }));
    done(await talk.asTaxpayer({ type: 'consentCall', ...call, uses: ['microphone'] }));
    await talk.signal('connectCall', heard('connected', { type: 'connectCall', ...call }));
    await eventually(
      () => talk.events(),
      (events) => events.includes('call-connected'),
    );
    done(await talk.asTaxpayer({ type: 'consentCall', ...call, uses: ['microphone', 'screen'] }));
    done(await talk.asHolder({ type: 'endCall', ...call }));
    await over(talk);
  },
  'called-and-missed': async (the, talk) => {
    await attended(the);
    await talk.connect({ ringSeconds: 0.1 });
    done(await talk.asHolder({ type: 'inviteCall', callId: aCall, way: 'video' }));
    await eventually(
      () => talk.events(),
      (events) => events.includes('call-missed'),
    );
    await over(talk);
  },
  'cancelled-by-an-operator': async (the, talk) => {
    await talk.begin({ ratingDays: ms / 10 });
    await the.gateway.cancel('conversation', talk.id);
  },
};

const attended = (the: Stage): Promise<void> => attend(the, [...the.people.east, ...the.people.west], 50);
const aCall = '00000000-0000-4000-8000-0000000000ca';
const heard = (commandId: string, command: { type: string }) => ({ commandId, actor: { kind: 'system' }, command });
const seek = (commandId: string) => heard(commandId, { type: 'seek' });
const rate = async (talk: Conversation): Promise<void> => {
  done(await talk.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
};
const over = async (talk: Conversation): Promise<void> => {
  done(await talk.asTaxpayer({ type: 'close', summaryId: null }));
  await rate(talk);
};
