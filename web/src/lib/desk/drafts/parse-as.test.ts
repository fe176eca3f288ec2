import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { parseAs } from './parse-as.ts';

const shape = z.object({ text: z.string() });

describe('what was kept as JSON', () => {
  it('is given back when it has the shape', () => {
    expect(parseAs(shape, '{"text":"额度","older":1}')).toEqual({ text: '额度' });
  });

  it.each([null, '', 'no JSON', 'null', '{}', '{"text":1}'])('is nothing when it is %j', (kept) => {
    expect(parseAs(shape, kept)).toBeNull();
  });

  it('does not hide other failures', () => {
    const failing = shape.refine(() => {
      throw new RangeError('broken');
    });
    expect(() => parseAs(failing, '{"text":""}')).toThrow('broken');
  });
});
