/** A completion as it is streamed: events of a server, each with a piece of the text, ended by `[DONE]`. */
import { z } from 'zod';

/** `oversize`: more bytes than a text needs; `malformed`: no such events; `cut`: it ended before the text did. */
export class BrokenStream extends Error {
  readonly kind: 'oversize' | 'malformed' | 'cut';
  constructor(kind: BrokenStream['kind']) {
    super(kind);
    this.kind = kind;
  }
}

/** Every piece comes in an event of some hundred bytes. */
const mostBytes = 2_000_000;

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(8),
});

/**
 * Reads the pieces of a streamed text.
 * @throws BrokenStream
 */
export async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let ended = false;
  for await (const line of linesOf(body)) {
    if (!line.startsWith('data:')) continue;
    const data = line.slice('data:'.length).trim();
    if (data === '[DONE]') {
      if (!ended) throw new BrokenStream('cut');
      return;
    }
    // The last event may hold no choice, but what was used.
    const [choice] = chunkOf(data).choices;
    if (typeof choice?.delta?.content === 'string' && choice.delta.content !== '') yield choice.delta.content;
    if (typeof choice?.finish_reason === 'string') {
      if (choice.finish_reason !== 'stop') throw new BrokenStream('cut');
      ended = true;
    }
  }
  if (!ended) throw new BrokenStream('cut');
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let rest = '';
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new BrokenStream('oversize');
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

function chunkOf(data: string): z.output<typeof chunkSchema> {
  try {
    return chunkSchema.parse(JSON.parse(data));
  } catch {
    throw new BrokenStream('malformed');
  }
}
