import { describe, expect, it } from '@jest/globals';

import { aConversationOpening, patientConversationPolicy } from '../../tests/support/conversation.ts';
import { record, system, type Actor } from '../case.ts';
import { recordingOf } from '../call.ts';
import { apply, type ConversationCommand, type ConversationEvent, type ConversationState } from './conversation.ts';
import { conversationKind } from './kind.ts';

const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };
const li: Actor = { kind: 'officer', id: 'li' };
const names = { callId: 'call', recordingId: 'recording' };
const ask: ConversationCommand = { type: 'askRecording', ...names };
const consent: ConversationCommand = { type: 'consentRecording', ...names };
const refuse: ConversationCommand = { type: 'refuseRecording', ...names };
const stop: ConversationCommand = { type: 'stopRecording', ...names };
const begin: ConversationCommand = { type: 'beginRecording', ...names };
const fail: ConversationCommand = { type: 'endRecording', ...names, by: 'failed' };
const hangUp: ConversationCommand = { type: 'endCall', callId: 'call' };

/** A conversation with a connected call. */
class Talk {
  now = Date.parse('2026-03-04T10:00:00+08:00');
  state: ConversationState = conversationKind.begin(aConversationOpening(), this.now);
  last: readonly ConversationEvent[] = [];
  readonly #policy;

  constructor(recordingDays?: number) {
    this.#policy = { ...patientConversationPolicy, ...(recordingDays !== undefined && { recordingDays }) };
    this.#happens(conversationKind.opened(aConversationOpening(), this.#policy, this.now), taxpayer);
    this.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null });
    const offered = conversationKind.grants.seat?.granted({ officerId: 'wang' }, this.state, this.now);
    this.#happens(offered ? [offered] : [], system);
    this.does(wang, { type: 'accept' }).does(wang, { type: 'inviteCall', callId: 'call', way: 'video' });
    this.does(taxpayer, { type: 'consentCall', callId: 'call', uses: ['microphone'] });
  }

  connected(): this {
    return this.does(system, { type: 'connectCall', callId: 'call' });
  }

  does(actor: Actor, command: ConversationCommand): this {
    const decision = conversationKind.decide(this.state, actor, command, this.#policy, this.now);
    if (!decision.ok) throw new Error(decision.refusal.code);
    return this.#happens(decision.events, actor);
  }

  refuses(actor: Actor, command: ConversationCommand): string {
    const decision = conversationKind.decide(this.state, actor, command, this.#policy, this.now);
    return decision.ok ? 'not refused' : decision.refusal.code;
  }

  get written(): boolean {
    return this.state.call !== undefined && recordingOf(this.state.call) !== undefined;
  }

  #happens(events: readonly ConversationEvent[], actor: Actor): this {
    this.last = events;
    this.state = record(this.state, events, actor, this.now).reduce(apply, this.state);
    return this;
  }
}
const asked = (): Talk => new Talk(30).connected().does(wang, ask);
const running = (): Talk => asked().does(taxpayer, consent).does(system, begin);

describe('a recording', () => {
  it('is asked for, agreed to, begun and stopped, with its duration from when it was written', () => {
    const talk = asked();
    expect(talk.state.call?.recording).toEqual({ id: 'recording', stage: 'asked', days: 30, begunAt: null });
    talk.does(taxpayer, consent).now += 5_000;
    talk.does(system, begin).now += 65_000;
    talk.does(wang, stop);
    expect(talk.last).toMatchObject([{ type: 'recording-ended', ...names, by: 'officer', seconds: 65 }]);
    expect(talk.state.call).toMatchObject({ stage: 'connected' });
    expect(talk.state.call?.recording).toBeUndefined();
  });

  it('is written only after the consent', () => {
    expect(asked().written).toBe(false);
    expect(asked().refuses(system, begin)).toBe('recording-over');
    expect(asked().does(taxpayer, consent).written).toBe(true);
  });

  it.each<[string, number | undefined]>([
    ['has no days', 0],
    ['is older than recordings', undefined],
  ])('is not asked for under a policy that %s', (_, days) => {
    expect(new Talk(days).connected().refuses(wang, ask)).toBe('recording-off');
  });

  it('needs a connected call, and the officer who has it', () => {
    expect(new Talk(30).refuses(wang, ask)).toBe('call-not-connected');
    expect(new Talk(30).connected().refuses(li, ask)).toBe('not-assignee');
    expect(running().refuses(li, stop)).toBe('not-assignee');
    expect(new Talk(30).connected().refuses(wang, { ...ask, callId: 'other' })).toBe('call-over');
  });

  it('is one at a time', () => {
    expect(asked().refuses(wang, { ...ask, recordingId: 'second' })).toBe('recording-running');
    expect(
      running()
        .does(taxpayer, stop)
        .does(wang, { ...ask, recordingId: 'second' }).last,
    ).toMatchObject([{ type: 'recording-asked' }]);
  });

  it.each<[string, Actor, ConversationCommand, string]>([
    ['the taxpayer refuses', taxpayer, refuse, 'taxpayer'],
    ['the officer withdraws the question', wang, stop, 'officer'],
  ])('is not made when %s, and the call goes on', (_, actor, command, by) => {
    const talk = asked().does(actor, command);
    expect(talk.last).toMatchObject([{ type: 'recording-refused', by }]);
    expect(talk.state.call).toMatchObject({ stage: 'connected' });
    expect(talk.refuses(taxpayer, consent)).toBe('recording-over');
  });

  it.each<[string, Actor, ConversationCommand]>([
    ['hung up', taxpayer, hangUp],
    ['lost', system, { type: 'loseCall', callId: 'call' }],
    ['handed over', wang, { type: 'handOver', to: { officerId: 'li' }, noteId: 'note' }],
    ['ended with the conversation', taxpayer, { type: 'close', summaryId: null }],
  ])('ends before its call, when that is %s', (_, actor, command) => {
    const { last, state } = running().does(actor, command);
    expect(last.slice(0, 2)).toMatchObject([{ type: 'recording-ended', by: 'call' }, { type: 'call-ended' }]);
    expect(state.call).toBeUndefined();
  });

  it('that nobody has agreed to ends with its call without a word', () => {
    expect(asked().does(wang, hangUp).last).toMatchObject([{ type: 'call-ended' }]);
  });

  it('goes on when the consent to the call changes', () => {
    const talk = running().does(taxpayer, { type: 'consentCall', callId: 'call', uses: ['microphone', 'screen'] });
    expect(talk.state.call?.recording).toMatchObject({ stage: 'running' });
  });

  it('that fails is told, while it runs and afterwards', () => {
    expect(running().does(system, fail).last).toMatchObject([{ type: 'recording-ended', by: 'failed' }]);
    expect(running().does(wang, hangUp).does(system, fail).last).toMatchObject([{ type: 'recording-incomplete', ...names }]);
    expect(
      running()
        .does(wang, hangUp)
        .refuses(system, { type: 'endRecording', ...names, by: 'limit' }),
    ).toBe('recording-over');
  });

  it('is not touched by what arrives late', () => {
    const talk = running().does(taxpayer, stop);
    for (const command of [consent, refuse, stop]) expect(talk.refuses(taxpayer, command)).toBe('recording-over');
  });
});
