import { expect } from '@jest/globals';

import { uploadPaths } from '../../web/server/uploads/openapi.ts';
import type { Answer, Who } from './web.ts';

/** The id of an upload, from its address. */
export const idOf = (address: string): string => address.split('/').at(-1) ?? '';

/** The statuses with which the OpenAPI document says that an operation may be answered; null when it knows none. */
function documented(method: string, address: string): string[] | null {
  const item = uploadPaths[address === '/api/uploads' ? address : '/api/uploads/{id}'];
  const operation = item?.[method.toLowerCase() as 'post'];
  return operation ? Object.keys(operation.responses) : null;
}

/** The requests of the tus protocol, one by one. An answer that the OpenAPI document does not know is a failure. */
export function tusClient(web: { origin: string }) {
  const send = async (method: string, address: string, as: Who, headers: Record<string, string>, body?: Buffer): Promise<Answer> => {
    const { id: _, ...who } = as;
    const response = await fetch(web.origin + address, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...who, ...headers },
      ...(body && { body: new Uint8Array(body) }),
    });
    const text = await response.text();
    expect(documented(method, address) ?? [String(response.status)]).toContain(String(response.status));
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
      headers: response.headers,
    };
  };
  const begin = (as: Who, name: string, size: number): Promise<Answer> =>
    send('POST', '/api/uploads', as, {
      'upload-length': String(size),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    });
  const piece = (as: Who, address: string, offset: number, body: Buffer): Promise<Answer> =>
    send('PATCH', address, as, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body);
  const uploaded = async (as: Who, name: string, content: Buffer): Promise<string> => {
    const address = (await begin(as, name, content.length)).headers.get('location') ?? '';
    expect((await piece(as, address, 0, content)).status).toBe(204);
    return address;
  };
  return { send, begin, piece, uploaded };
}
