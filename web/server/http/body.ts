/**
 * Parser of JSON bodies, with limits that every route relies on.
 * 1. It reads at most 1 MB, within ten seconds, and refuses compressed bodies: our clients send none.
 * 2. A body has at most 32 levels, 10,000 values, and 2,000 members per list or object. This bounds the work of everything that reads it
 *    afterwards (schemas, rules, sentences).
 */
import { bodyParser } from '@koa/bodyparser';
import type { Middleware } from 'koa';

import type { AppState } from './context.ts';
import { Fault } from './fault.ts';

export const bodyLimits = { bytes: 1_048_576, withinMs: 10_000, depth: 32, values: 10_000, members: 2_000 } as const;

/** @param withinMs time limit for the body to arrive, in milliseconds */
export function jsonBody(withinMs: number = bodyLimits.withinMs): Middleware<AppState> {
  // Read as text, so that bodies too expensive for JSON.parse are refused before it runs.
  const read = bodyParser({
    enableTypes: ['text'],
    extendTypes: { text: ['application/json'] },
    textLimit: String(bodyLimits.bytes),
    parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  }) as Middleware<AppState>;
  return async (ctx, next) => {
    const encoding = ctx.get('content-encoding').toLowerCase();
    if (encoding !== '' && encoding !== 'identity') throw new Fault('encoding-refused');
    await within(withinMs, Promise.resolve(read(ctx, () => Promise.resolve()) as Promise<void>)).catch((thrown: unknown) => {
      // The unread rest of the body would be taken for the next request.
      ctx.set('Connection', 'close');
      throw thrown;
    });
    ctx.request.body = typeof ctx.request.body === 'string' && ctx.is('application/json') ? valueOf(ctx.request.body) : {};
    await next();
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Fault('too-slow'));
    }, ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws Fault `malformed-request`, `too-large` */
function valueOf(text: string): object {
  if (text === '') return {};
  const fault = shapeFault(text);
  if (fault !== null) throw new Fault(fault);
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw new Fault('malformed-request');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse throws nothing else; its message would quote the input.
    throw new Fault('malformed-request');
  }
}

const sign = { quote: 0x22, comma: 0x2c, backslash: 0x5c, openList: 0x5b, closeList: 0x5d, openObject: 0x7b, closeObject: 0x7d } as const;

/**
 * Tells why a JSON text is refused for its shape; null when it is within the limits. Counts brackets and commas in one pass, without
 * checking that the text is valid JSON.
 */
function shapeFault(text: string): 'malformed-request' | 'too-large' | null {
  /** Number of commas in each open list or object. */
  const open: number[] = [];
  let values = 0;
  for (let i = 0; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case sign.quote:
        i = endOfString(text, i);
        break;
      case sign.openList:
      case sign.openObject:
        if (open.push(0) > bodyLimits.depth) return 'malformed-request';
        values += 1;
        break;
      case sign.closeList:
      case sign.closeObject:
        open.pop();
        break;
      case sign.comma: {
        const members = (open.pop() ?? 0) + 1;
        open.push(members);
        values += 1;
        if (members >= bodyLimits.members) return 'too-large';
        break;
      }
    }
    if (values > bodyLimits.values) return 'too-large';
  }
  return null;
}

/** Index of the quote that closes the string beginning at `start`; the text's length when there is none. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  for (; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === sign.backslash) i += 1;
    else if (code === sign.quote) return i;
  }
  return i;
}
