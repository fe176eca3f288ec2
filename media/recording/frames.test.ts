import { describe, expect, it } from '@jest/globals';
import type { RtpPacket } from 'werift-rtp';

import { packetsOf, sampleFrames } from '../../tests/support/sent-media.ts';
import { opusFrames, Vp8Frames, type Frame, type Frames } from './frames.ts';
import { InOrder } from './in-order.ts';
import { StreamClock } from './stream-clock.ts';

const pictures = await sampleFrames('video');
const sounds = await sampleFrames('audio');

function through(packets: readonly RtpPacket[], frames: Frames): Frame[] {
  const order = new InOrder();
  return [...packets.flatMap((packet) => order.take(packet)), ...order.rest()].flatMap((packet) => frames.take(packet) ?? []);
}
const dataOf = (frames: readonly { data: Uint8Array }[]) => frames.map(({ data }) => Buffer.from(data).toString('base64'));

describe('frames of a stream', () => {
  it('are the sent ones, byte for byte, across the end of the numbers', () => {
    expect(pictures.length).toBeGreaterThan(10);
    expect(dataOf(through(packetsOf('video', pictures, 1), new Vp8Frames()))).toEqual(dataOf(pictures));
    expect(dataOf(through(packetsOf('audio', sounds, 1), opusFrames()))).toEqual(dataOf(sounds));
  });

  it('are the same when packets come late or twice', () => {
    const packets = packetsOf('video', pictures, 1);
    const late = packets.filter((_, at) => at % 7 === 3);
    const disturbed = packets.flatMap((packet, at) => {
      if (at % 7 === 3) return [];
      return at % 7 === 5 ? [packet, ...late.filter((each) => packets.indexOf(each) === at - 2), packet] : [packet];
    });
    expect(disturbed.length).toBeGreaterThan(packets.length);
    expect(dataOf(through([...disturbed, ...late.slice(-1)], new Vp8Frames()))).toEqual(dataOf(pictures));
  });

  it('are none after a lost packet until the next whole picture', () => {
    const packets = [
      ...packetsOf('video', pictures, 1),
      ...packetsOf('video', pictures, 1, 65_500 + packetsOf('video', pictures, 1).length),
    ];
    const lost = packets.findIndex(({ payload }, at) => at > 40 && payload[0] === 0x10);
    const frames = through(
      packets.filter((_, at) => at !== lost),
      new Vp8Frames(),
    );
    const before = packets.slice(0, lost).filter(({ header }) => header.marker).length;
    expect(dataOf(frames)).toEqual([...dataOf(pictures.slice(0, before)), ...dataOf(pictures)]);
  });

  it('of a picture begin with a whole one', () => {
    const frames = new Vp8Frames();
    const [, second] = pictures;
    expect(through(packetsOf('video', second ? [second] : [], 1), frames)).toEqual([]);
    expect(frames.waitsForKey).toBe(true);
  });
});

describe('the time of a stream', () => {
  it('is the sender’s, across the end of its numbers', () => {
    const clock = new StreamClock(90_000);
    const first = 2 ** 32 - 90_000;
    expect([0, 1, 2].map((second) => clock.at((first + second * 90_000) >>> 0, second * 1_000 + 150))).toEqual([0, 1, 2]);
  });

  it('is ours when the sender’s jumps, and never goes back', () => {
    const clock = new StreamClock(90_000);
    expect([clock.at(0, 0), clock.at(90_000_000, 1_000), clock.at(90_045_000, 1_500), clock.at(90_044_000, 1_501)]).toEqual([
      0, 1, 1.5, 1.501,
    ]);
  });
});
