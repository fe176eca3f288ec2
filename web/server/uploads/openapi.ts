/** Uploads in the OpenAPI document: they use the tus 1.0.0 protocol, which the document can describe but not generate. */
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';

import { acceptedEndings } from '../../../domain/file-types.ts';
import { longestFileName } from '../../../domain/file-name.ts';
import { errorSchema, faults, type FaultCode } from '../../api/errors.ts';

const version = z.literal('1.0.0').meta({ description: 'Version of the protocol.' });
const bytes = z.int().min(0);
const length = z.int().min(1);
const requestHeaders = { 'Tus-Resumable': version };
const answerHeaders = { 'Tus-Resumable': version };

/** Faults of every operation for signed-in callers, besides its own. */
const common: readonly FaultCode[] = [
  'malformed-request',
  'not-signed-in',
  'origin-refused',
  'not-found',
  'internal-error',
  'database-unavailable',
  'files-unavailable',
];
/** The last byte triggers the check of the content. */
const ofContent: readonly FaultCode[] = [
  'upload-wrong-ending',
  'upload-content-refused',
  'upload-content-mismatch',
  'upload-encrypted',
  'upload-cut-short',
  'storage-full',
];

const refusals = (codes: readonly FaultCode[]) =>
  Object.fromEntries(
    [...Map.groupBy(new Set([...common, ...codes]), (code) => String(faults[code]))].map(([status, of]) => [
      status,
      { description: of.join(', '), content: { 'application/json': { schema: errorSchema } } },
    ]),
  );

const content = {
  required: true,
  content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } as const } },
};

interface Operation {
  operationId: string;
  summary: string;
  headers?: Record<string, z.ZodType>;
  body?: typeof content | { required: false; content: (typeof content)['content'] };
  answer: { status: '200' | '201' | '204'; description: string; headers: Record<string, z.ZodType> };
  faults: readonly FaultCode[];
}

const operation = ({ operationId, summary, headers = {}, body, answer, faults: codes }: Operation): ZodOpenApiOperationObject => ({
  operationId,
  tags: ['Uploads'],
  summary,
  security: [{ window: [] }, { desk: [] }],
  requestParams: { header: z.object({ ...requestHeaders, ...headers }) },
  ...(body && { requestBody: body }),
  responses: {
    [answer.status]: { description: answer.description, headers: z.object({ ...answerHeaders, ...answer.headers }) },
    ...refusals(codes),
    '412': { description: 'Tus-Resumable is missing' },
  },
});

const id = { parameters: [{ name: 'id', in: 'path' as const, required: true, schema: { type: 'string' as const, format: 'uuid' } }] };

export const uploadPaths: ZodOpenApiPathsObject = {
  '/api/uploads': {
    post: operation({
      operationId: 'beginUpload',
      summary: `Create an upload. Accepted are ${acceptedEndings.join(', ')}. The maximum size is configured and returned by GET /api/message-form and GET /api/session; the amount per person is limited, too. A body carries the first bytes`,
      headers: {
        'Upload-Length': length.meta({ description: 'Size of the file in bytes.' }),
        'Upload-Metadata': z.string().meta({
          description: `"filename", a blank, and the name in UTF-8 and Base64; at most ${String(longestFileName)} characters of the name are stored.`,
          examples: ['filename 6LWE5paZLnBkZg=='],
        }),
      },
      body: { ...content, required: false },
      answer: {
        status: '201',
        description: 'Upload created',
        headers: {
          Location: z.string().meta({ description: 'Address of the upload; its last segment is the id.' }),
          'Upload-Offset': bytes.optional(),
        },
      },
      faults: [
        'upload-type-refused',
        'upload-empty',
        'upload-too-large',
        'upload-held-full',
        'upload-day-full',
        'too-many-requests',
        ...ofContent,
      ],
    }),
    options: operation({
      operationId: 'describeUploads',
      summary: 'Supported version and extensions of the protocol, and the maximum size of a file in bytes',
      answer: {
        status: '204',
        description: 'Done',
        headers: {
          'Tus-Version': version,
          'Tus-Extension': z.literal('creation,creation-with-upload,termination'),
          'Tus-Max-Size': length,
        },
      },
      faults: [],
    }),
  },
  '/api/uploads/{id}': {
    ...id,
    head: operation({
      operationId: 'askUpload',
      summary: 'Number of bytes received. It equals the length only when the file can be submitted with a command',
      answer: { status: '200', description: 'Done', headers: { 'Upload-Offset': bytes, 'Upload-Length': length } },
      faults: ofContent,
    }),
    patch: operation({
      operationId: 'continueUpload',
      summary:
        'Send the next bytes, up to the whole rest. A request takes over the upload from an earlier one, which is then answered 409. With the last byte the content is checked against the file name’s ending',
      headers: { 'Upload-Offset': bytes.meta({ description: 'Offset of the first byte; must equal the number of bytes received.' }) },
      body: content,
      answer: { status: '204', description: 'Bytes stored', headers: { 'Upload-Offset': bytes } },
      faults: ['upload-offset', 'upload-too-large', ...ofContent],
    }),
    delete: operation({
      operationId: 'giveUpUpload',
      summary: 'Delete an upload. A file that a command refers to is kept',
      answer: { status: '204', description: 'Upload deleted', headers: {} },
      faults: ['not-allowed'],
    }),
  },
};
