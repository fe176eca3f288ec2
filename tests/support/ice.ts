/** The part of ICE with which a browser reaches a transport: one STUN request (RFC 8489) over TCP (RFC 4571). */
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { crc32 } from 'node:zlib';

import type { types } from 'mediasoup';

const cookie = 0x2112a442;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const attributes = {
  username: 0x0006,
  integrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  controlling: 0x802a,
};
const headerBytes = 20;
const integrityBytes = 24;
const fingerprintBytes = 8;
const fingerprintMask = 0x5354554e;

export interface TcpWay {
  /** Resolves when the connection is closed. */
  closed: Promise<unknown>;
}

/** Connects over TCP to where the transport listens, as a browser with this transport would. */
export async function reachOverTcp({ iceParameters, iceCandidates }: Record<string, unknown>): Promise<TcpWay> {
  const candidate = (iceCandidates as types.IceCandidate[]).find(({ protocol }) => protocol === 'tcp');
  if (candidate === undefined) throw new Error('the transport has no TCP candidate');
  const socket = connect(candidate.port, candidate.address);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined); // followed by 'close'
  await once(socket, 'connect');
  const request = bindingOf(iceParameters as types.IceParameters);
  const framed = Buffer.alloc(2 + request.length);
  framed.writeUInt16BE(request.length);
  request.copy(framed, 2);
  socket.write(framed);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer.readUInt16BE(2) !== bindingSuccess) throw new Error(`the transport answered ${answer.toString('hex')}`);
  return { closed };
}

function bindingOf({ usernameFragment, password }: types.IceParameters): Buffer {
  const parts = [
    attribute(attributes.username, Buffer.from(`${usernameFragment}:test`)),
    attribute(attributes.priority, numberBytes(1)),
    attribute(attributes.useCandidate, Buffer.alloc(0)),
    attribute(attributes.controlling, randomBytes(8)),
  ];
  const transaction = randomBytes(12);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = (bytes: number): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(bindingRequest, 0);
    head.writeUInt16BE(bytes, 2);
    head.writeUInt32BE(cookie, 4);
    return Buffer.concat([head, transaction], headerBytes);
  };
  // Each of the last two attributes covers the length up to its own end.
  const signed = Buffer.concat([header(length + integrityBytes), ...parts]);
  const integrity = attribute(attributes.integrity, createHmac('sha1', password).update(signed).digest());
  const summed = Buffer.concat([header(length + integrityBytes + fingerprintBytes), ...parts, integrity]);
  return Buffer.concat([summed, attribute(attributes.fingerprint, numberBytes((crc32(summed) ^ fingerprintMask) >>> 0))]);
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  const padding = (4 - (value.length % 4)) % 4;
  return Buffer.concat([head, value, Buffer.alloc(padding)]);
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
