import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { misbehaviours, says, startModelServer, type ModelServer } from '../../tests/support/model-server.ts';
import { createLanguageModel, LanguageModelFailure } from './language-model.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());

const entries = [{ id: 'a', version: 1, question: '怎么开票', answer: '进入【发票业务】，15 日内办结。' }];
const model = (withinMs = 2_000, atOnce = 2) => createLanguageModel({ url: server.url, name: 'small', key: 'the-key', withinMs, atOnce });
async function written(of = model(), question = '怎么开票', cancelled = new AbortController().signal): Promise<string> {
  let text = '';
  for await (const part of of.write(question, entries, cancelled)) text += part;
  return text;
}
const failureOf = (work: Promise<string>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof LanguageModelFailure ? error.kind : error),
  );

it('a text is streamed, its bytes torn wherever', async () => {
  const text = '进入【发票业务】[1]，15 日内办结[1]。😀';
  server.behave(says(text));
  expect(await written()).toBe(text);
});

it('it is sent the entries and the question without personal numbers', async () => {
  server.behave(says('无'));
  await written(model(), '我是 91330108MA27XXXX3K，电话 138-0013-8000，怎么开票');
  const { body, authorization } = server.asked.at(-1) ?? { body: '{}' };
  expect(authorization).toBe('Bearer the-key');
  expect(body).not.toMatch(/91330108|8000/u);
  expect(JSON.parse(body)).toMatchObject({ model: 'small', stream: true });
  expect(body).toContain('[1] 怎么开票\\n进入【发票业务】');
  expect(body).toContain('问题：我是 ＊＊＊,电话 ＊＊＊,怎么开票');
});

describe('a model that misbehaves', () => {
  it.each([
    ['hangs', 'late'],
    ['hangsAfterSome', 'late'],
    ['fails', 'refused'],
    ['redirects', 'unreachable'],
    ['garbage', 'malformed'],
    ['page', 'cut'],
    ['endless', 'late'],
    ['oversize', 'oversize'],
    ['breaksOff', 'unreachable'],
  ] as const)('%s: %s', async (name, kind) => {
    server.behave(misbehaviours[name]);
    expect(await failureOf(written(model(400)))).toBe(kind);
  });

  it('stops for its own reasons', async () => {
    server.behave(says('进入', { reason: 'length' }));
    expect(await failureOf(written())).toBe('cut');
  });

  it('is not there', async () => {
    const away = createLanguageModel({ url: 'http://127.0.0.1:1/v1', name: 'small', key: undefined, withinMs: 1_000, atOnce: 1 });
    expect(await failureOf(written(away))).toBe('unreachable');
  });
});

it('so many write at once, and the place is given back', async () => {
  const one = model(2_000, 1);
  server.behave(misbehaviours.hangs);
  const stopping = new AbortController();
  const first = failureOf(written(one, '怎么开票', stopping.signal));
  expect(await failureOf(written(one))).toBe('busy');
  stopping.abort();
  expect(await first).toBe('cancelled');
  server.behave(says('无'));
  expect(await written(one)).toBe('无');
});

it('a text that nobody reads on is let go', async () => {
  server.behave(says('很长'.repeat(500), { everyMs: 5 }));
  for await (const part of model().write('怎么开票', entries, new AbortController().signal)) if (part !== '') break;
  for (let i = 0; i < 50 && server.open() > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(server.open()).toBe(0);
});
