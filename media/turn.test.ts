import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { iceServersOf } from './turn.ts';

describe('relays', () => {
  it('come with credentials that a TURN server with the same secret accepts, for an hour', () => {
    const now = Date.parse('2026-03-04T10:00:00Z');
    const [server] = iceServersOf({ urls: ['turn:relay.example:3478'], secret: 'shared' }, now);
    expect(server?.urls).toEqual(['turn:relay.example:3478']);
    expect(Number(server?.username.split(':')[0])).toBe(now / 1_000 + 3_600);
    expect(server?.credential).toBe(
      createHmac('sha1', 'shared')
        .update(server?.username ?? '')
        .digest('base64'),
    );
  });

  it('are none unless they are set', () => {
    expect(iceServersOf(undefined)).toEqual([]);
  });
});
