import { expect, it } from '@jest/globals';

import { withPayloads } from './payloads.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const payload = (value: unknown, encoding = 'json/plain') => ({
  metadata: { encoding: base64(encoding) },
  data: base64(JSON.stringify(value)),
});

it('payloads of plain JSON are read, wherever they stand', () => {
  const raw = { eventId: '5', attributes: { input: { payloads: [payload({ reason: '已电话回复' }), payload(null)] } } };
  expect(withPayloads(raw)).toEqual({ eventId: '5', attributes: { input: { payloads: [{ reason: '已电话回复' }, null] } } });
});

it.each([
  ['another encoding', payload('x', 'binary/encrypted')],
  ['broken base64', { metadata: { encoding: '%' }, data: '%' }],
  ['broken JSON', { metadata: { encoding: base64('json/plain') }, data: base64('{') }],
  ['no payload', { metadata: null, data: 5 }],
])('%s stays as it is stored', (_, value) => {
  expect(withPayloads({ value })).toEqual({ value });
});
