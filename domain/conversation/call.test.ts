import { describe, expect, it } from '@jest/globals';

import { aConversationOpening, patientConversationPolicy } from '../../tests/support/conversation.ts';
import { nextAlarm } from '../agenda.ts';
import { record, system, type Actor } from '../case.ts';
import type { MediaUse } from '../call.ts';
import { apply, type ConversationCommand, type ConversationEvent, type ConversationState } from './conversation.ts';
import { conversationKind } from './kind.ts';

const policy = { ...patientConversationPolicy, idleMinutes: 10, ringSeconds: 30, connectSeconds: 20 };
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };
const li: Actor = { kind: 'officer', id: 'li' };
const id = 'first';
const ask: ConversationCommand = { type: 'askCall', callId: id, way: 'video' };
const invite: ConversationCommand = { type: 'inviteCall', callId: id, way: 'video' };
const consent = (...uses: MediaUse[]): ConversationCommand => ({ type: 'consentCall', callId: id, uses });
const connect: ConversationCommand = { type: 'connectCall', callId: id };
const end: ConversationCommand = { type: 'endCall', callId: id };

/** A conversation in which wang has the floor. */
class Talk {
  now = Date.parse('2026-03-04T10:00:00+08:00');
  state: ConversationState = conversationKind.begin(aConversationOpening(), this.now);
  last: readonly ConversationEvent[] = [];

  constructor() {
    this.#happens(conversationKind.opened(aConversationOpening(), policy, this.now), taxpayer);
    this.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null });
    const offered = conversationKind.grants.seat?.granted({ officerId: 'wang' }, this.state, this.now);
    this.#happens(offered ? [offered] : [], system);
    this.does(wang, { type: 'accept' });
  }

  does(actor: Actor, command: ConversationCommand): this {
    const decision = conversationKind.decide(this.state, actor, command, policy, this.now);
    if (!decision.ok) throw new Error(decision.refusal.code);
    return this.#happens(decision.events, actor);
  }

  refuses(actor: Actor, command: ConversationCommand): string {
    const decision = conversationKind.decide(this.state, actor, command, policy, this.now);
    return decision.ok ? 'not refused' : decision.refusal.code;
  }

  /** Time passes until the next deadline. */
  rings(): this {
    this.now = nextAlarm(conversationKind.agenda(this.state)) ?? this.now;
    return this.#happens(conversationKind.onTime(this.state, policy, this.now, { at: this.now, by: 'taxpayer' }), system);
  }

  #happens(events: readonly ConversationEvent[], actor: Actor): this {
    this.last = events;
    this.state = record(this.state, events, actor, this.now).reduce(apply, this.state);
    return this;
  }
}
const invited = (): Talk => new Talk().does(taxpayer, ask).does(wang, invite);
const connected = (): Talk => invited().does(taxpayer, consent('microphone', 'camera')).does(system, connect);

describe('a call', () => {
  it('is asked for, offered, agreed to, connected and ended, with its duration from the first media', () => {
    const talk = invited().does(taxpayer, consent('camera', 'microphone'));
    expect(talk.state.call).toMatchObject({ stage: 'consented', askedBy: 'taxpayer', uses: ['microphone', 'camera'] });
    talk.now += 5_000;
    talk.does(system, connect);
    expect(talk.state.call).toMatchObject({ stage: 'connected', connectedAt: talk.now, clock: null });
    talk.now += 65_000;
    talk.does(wang, end);
    expect(talk.last).toMatchObject([{ type: 'call-ended', callId: id, by: 'officer', seconds: 65 }]);
    expect(talk.state.call).toBeUndefined();
  });

  it('is offered without having been asked for', () => {
    expect(new Talk().does(wang, invite).state.call).toMatchObject({ stage: 'invited', askedBy: 'officer' });
  });

  it('needs the consent of the taxpayer, who is invited first', () => {
    expect(new Talk().does(taxpayer, ask).refuses(taxpayer, consent('microphone'))).toBe('call-not-invited');
    expect(invited().refuses(system, connect)).toBe('call-over');
  });

  it('goes on with other uses when the consent changes', () => {
    const talk = connected().does(taxpayer, consent('screen', 'microphone'));
    expect(talk.state.call).toMatchObject({ stage: 'connected', uses: ['microphone', 'screen'] });
  });

  it('is one at a time', () => {
    const other = { callId: 'second', way: 'assistance' } as const;
    expect(new Talk().does(taxpayer, ask).refuses(wang, { type: 'inviteCall', ...other })).toBe('call-running');
    expect(connected().refuses(taxpayer, { type: 'askCall', ...other })).toBe('call-running');
  });

  it('is the matter of the officer who has the floor', () => {
    expect(new Talk().refuses(li, invite)).toBe('not-assignee');
    expect(connected().refuses(li, end)).toBe('not-assignee');
  });

  it.each<[string, () => Talk, ConversationEvent['type'], string]>([
    ['a request', () => new Talk().does(taxpayer, ask), 'call-missed', 'officer'],
    ['an invitation', invited, 'call-missed', 'taxpayer'],
    ['a consent without media', () => invited().does(taxpayer, consent('microphone')), 'call-ended', 'failed'],
  ])('%s does not last for ever', (_, talk, type, by) => {
    const after = talk().rings();
    expect(after.last).toMatchObject([{ type, by, callId: id }]);
    expect(after.state.call).toBeUndefined();
  });

  it('that is over never rings again, whatever arrives late', () => {
    const talk = invited().does(taxpayer, { type: 'refuseCall', callId: id });
    expect(talk.last).toMatchObject([{ type: 'call-refused', by: 'taxpayer' }]);
    for (const late of [consent('microphone'), end]) expect(talk.refuses(taxpayer, late)).toBe('call-over');
    expect(talk.refuses(system, connect)).toBe('call-over');
  });

  it.each<[string, Actor, ConversationCommand]>([
    ['given back', wang, { type: 'release', noteId: null }],
    ['handed over', wang, { type: 'handOver', to: { officerId: 'li' }, noteId: 'note' }],
    ['lost', system, { type: 'lose', officerId: 'wang' }],
    ['ended', taxpayer, { type: 'close', summaryId: null }],
  ])('ends first when the conversation is %s', (_, actor, command) => {
    const talk = connected().does(actor, command);
    expect(talk.last[0]).toMatchObject({ type: 'call-ended', by: 'floor' });
    expect(talk.last).toHaveLength(2);
    expect(talk.state.call).toBeUndefined();
  });

  it('keeps the conversation from ending by silence, which counts anew afterwards', () => {
    const talk = connected();
    expect(nextAlarm(conversationKind.agenda(talk.state))).toBeNull();
    talk.now += 3_600_000;
    talk.does(taxpayer, end);
    expect(nextAlarm(conversationKind.agenda(talk.state))).toBe(talk.now + 10 * 60_000);
  });
});
