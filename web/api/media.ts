/**
 * Signalling of a call: JSON messages over the WebSocket whose path a ticket names.
 *
 * 1. A client sends requests; each has an id, and its answer has the same. The first is `join`, with the ticket's token.
 * 2. The server tells of what others do by events.
 * 3. What would reach mediasoup's worker unchecked is checked here: DTLS parameters, and the numbers and the kind of RTP parameters.
 */
import { z } from 'zod';

import { mediaUses } from '../../domain/call.ts';

/** Largest message in bytes. */
export const longestMediaMessage = 65_536;

const id = z.uuid();
/** Hexadecimal pairs, as many as the algorithm yields. */
const fingerprint = z.discriminatedUnion('algorithm', [
  z.object({ algorithm: z.literal('sha-1'), value: hexPairs(20) }),
  z.object({ algorithm: z.literal('sha-224'), value: hexPairs(28) }),
  z.object({ algorithm: z.literal('sha-256'), value: hexPairs(32) }),
  z.object({ algorithm: z.literal('sha-384'), value: hexPairs(48) }),
  z.object({ algorithm: z.literal('sha-512'), value: hexPairs(64) }),
]);
function hexPairs(count: number) {
  return z.string().regex(new RegExp(`^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){${String(count - 1)}}$`, 'u'));
}

const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z.array(fingerprint).min(1).max(8),
});
/** Capabilities are checked by mediasoup, when they are used. */
const checkedLater = z.record(z.string(), z.unknown());

const uint32 = z.int().min(0).max(0xffff_ffff);
const payloadType = z.int().min(0).max(127);
const rtpParameters = z.looseObject({
  mid: z.string().max(32).optional(),
  codecs: z
    .array(z.looseObject({ mimeType: z.string().max(64), payloadType, clockRate: uint32, channels: z.int().min(1).max(8).optional() }))
    .min(1)
    .max(16),
  headerExtensions: z
    .array(z.looseObject({ uri: z.string().max(200), id: z.int().min(1).max(255) }))
    .max(32)
    .optional(),
  encodings: z
    .array(
      z.looseObject({
        ssrc: uint32.optional(),
        rid: z.string().max(32).optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.looseObject({ ssrc: uint32 }).optional(),
      }),
    )
    .min(1)
    .max(4),
  rtcp: z.looseObject({ cname: z.string().max(200).optional() }).optional(),
});
const produceData = z
  .object({ transportId: id, use: z.enum(mediaUses), kind: z.enum(['audio', 'video']), rtpParameters })
  .refine(({ kind, rtpParameters: { codecs } }) => codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`)));
const share = z.number().min(0).max(1);

const markLimits = { points: 200 } as const;
/** A place or a line on the shared picture, in shares of its width and height. */
const markSchema = z.object({
  shape: z.enum(['point', 'line', 'clear']),
  points: z.array(z.object({ x: share, y: share })).max(markLimits.points),
});
export type Mark = z.infer<typeof markSchema>;

const requests = {
  join: z.object({ token: z.string().max(4_096) }),
  receive: z.object({ rtpCapabilities: checkedLater }),
  openTransport: z.object({ direction: z.enum(['send', 'receive']) }),
  connectTransport: z.object({ transportId: id, dtlsParameters }),
  restartIce: z.object({ transportId: id }),
  produce: produceData,
  pauseProducer: z.object({ producerId: id }),
  resumeProducer: z.object({ producerId: id }),
  closeProducer: z.object({ producerId: id }),
  consume: z.object({ producerId: id }),
  pauseConsumer: z.object({ consumerId: id }),
  resumeConsumer: z.object({ consumerId: id }),
  mark: markSchema,
  widen: z.object({ token: z.string().max(4_096) }),
} as const;
export type MediaMethod = keyof typeof requests;

/** Returns the schema of one request. */
const requestOf = <M extends MediaMethod>(method: M) => z.object({ id: z.int().min(0), method: z.literal(method), data: requests[method] });
export const mediaRequestSchema = z.discriminatedUnion('method', [
  requestOf('join'),
  requestOf('receive'),
  requestOf('openTransport'),
  requestOf('connectTransport'),
  requestOf('restartIce'),
  requestOf('produce'),
  requestOf('pauseProducer'),
  requestOf('resumeProducer'),
  requestOf('closeProducer'),
  requestOf('consume'),
  requestOf('pauseConsumer'),
  requestOf('resumeConsumer'),
  requestOf('mark'),
  requestOf('widen'),
]);
export type MediaRequest = z.infer<typeof mediaRequestSchema>;

export type MediaFault =
  'token-invalid' | 'token-used' | 'not-joined' | 'not-allowed' | 'unknown' | 'not-supported' | 'too-many' | 'failed';

/** A stream that somebody sends. */
export interface Sent {
  producerId: string;
  use: (typeof mediaUses)[number];
  paused: boolean;
}

export type MediaEvent =
  | { event: 'peerJoined' }
  | { event: 'peerLeft' }
  | { event: 'sent'; data: Sent }
  | { event: 'sentPaused'; data: { producerId: string; paused: boolean } }
  | { event: 'sentClosed'; data: { producerId: string } }
  | { event: 'marked'; data: Mark }
  /** Between 0 and 10, of what this page sends. */
  | { event: 'quality'; data: { score: number } }
  /** The room has moved: make new transports and send again. */
  | { event: 'moved' };

export type MediaMessage = { id: number; ok: true; data: unknown } | { id: number; ok: false; code: MediaFault } | MediaEvent;

/** Answers by method, typed by what mediasoup's client takes. */
export interface Joined {
  /** Codecs of the room. */
  routerRtpCapabilities: unknown;
  iceServers: { urls: string[]; username: string; credential: string }[];
  /** True when the other one is there. */
  other: boolean;
  sent: Sent[];
}

/** POST /api/cases/{id}/call/tickets */
export const mediaTicketAnswer = z
  .object({
    callId: z.uuid(),
    path: z.string().meta({ description: 'Path of the WebSocket.' }),
    token: z.string().meta({ description: 'Sent in the first message: {id, method: "join", data: {token}}.' }),
  })
  .meta({ id: 'MediaTicket' });
export type MediaTicket = z.infer<typeof mediaTicketAnswer>;
