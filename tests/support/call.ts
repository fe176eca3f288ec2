/** Calls on stage, and what a page asks for in one. */
import { randomUUID } from 'node:crypto';

import type { MediaUse } from '../../domain/call.ts';
import type { ConversationPolicy } from '../../domain/conversation/conversation.ts';
import type { MediaServer } from '../../media/server.ts';
import { createMediaTokens, type MediaRights } from '../../media/tokens.ts';
import { Conversation } from './conversation.ts';
import { Caller, mediaSecret, rtpParametersOf, type Answer } from './media.ts';
import { done } from './message.ts';
import type { Stage } from './open-stage.ts';

const tokens = createMediaTokens(mediaSecret);
/** Seconds for which a side may be away. */
const awaySeconds = 2;

/** A conversation with a call that the taxpayer has agreed to. */
export class Call {
  readonly talk: Conversation;
  readonly callId = randomUUID();
  readonly #taxpayerId: string;
  readonly #media: MediaServer;

  private constructor(the: Stage, media: MediaServer) {
    this.talk = new Conversation(the);
    this.#taxpayerId = the.people.taxpayer;
    this.#media = media;
  }

  static async agreed(the: Stage, media: MediaServer, uses: readonly MediaUse[], policy: Partial<ConversationPolicy> = {}): Promise<Call> {
    const call = new Call(the, media);
    await call.talk.connect({ awaySeconds, ...policy });
    done(await call.talk.asHolder({ type: 'inviteCall', callId: call.callId, way: 'video' }));
    done(await call.talk.asTaxpayer({ type: 'consentCall', callId: call.callId, uses }));
    return call;
  }

  async rights(role: MediaRights['role'], uses: MediaUse[]): Promise<MediaRights> {
    const personId = role === 'officer' ? await this.talk.holder() : this.#taxpayerId;
    return { callId: this.callId, caseId: this.talk.id, regionId: 'region', personId, role, uses };
  }

  async token(role: MediaRights['role'], uses: MediaUse[] = ['microphone', 'camera'], now?: number): Promise<string> {
    return tokens.issue(await this.rights(role, uses), now);
  }

  async join(role: MediaRights['role'], uses?: MediaUse[], page: { autoPong?: boolean } = {}): Promise<Caller> {
    const caller = await Caller.open(this.#media, page);
    const { routerRtpCapabilities } = await caller.does('join', { token: await this.token(role, uses) });
    await caller.does('receive', { rtpCapabilities: routerRtpCapabilities as object });
    return caller;
  }

  async room() {
    return (await this.#media.rooms.all()).find(({ callId }) => callId === this.callId);
  }
}

export const openTransport = async (caller: Caller, direction: 'send' | 'receive'): Promise<string> =>
  (await caller.does('openTransport', { direction }))['id'] as string;

export const produce = async (caller: Caller, use: MediaUse, ssrc = 1_000): Promise<Answer> => {
  const kind = use === 'microphone' ? 'audio' : 'video';
  const transportId = await openTransport(caller, 'send');
  return caller.ask('produce', { transportId, use, kind, rtpParameters: rtpParametersOf(kind, ssrc) });
};
