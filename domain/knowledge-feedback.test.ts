import { describe, expect, it } from '@jest/globals';

import { feedbackIn, type FeedbackMessage } from './knowledge-feedback.ts';

const message = (seq: number, change: Partial<FeedbackMessage>): FeedbackMessage => ({
  seq,
  at: seq * 1_000,
  speaker: 'taxpayer',
  type: 'text',
  body: '',
  answers: null,
  rating: null,
  data: {},
  ...change,
});
const asks = (seq: number, body: string, entryId?: string) => message(seq, { body, data: entryId === undefined ? {} : { entryId } });
const answers = (seq: number, to: number, change: Partial<FeedbackMessage> = {}) =>
  message(seq, {
    speaker: 'robot',
    type: 'answer',
    answers: to,
    data: { entryId: 'fp-001', version: 3, related: [{ id: 'fp-002' }] },
    ...change,
  });
const offers = (seq: number, to: number) => answers(seq, to, { type: 'choices', data: { entries: [{ id: 'fp-001' }, { id: 'fp-003' }] } });
const requested = (seq: number) => message(seq, { speaker: 'system', type: 'line', data: { event: 'requested' } });
const signals = (...messages: FeedbackMessage[]) =>
  feedbackIn(messages, ['转人工']).map(({ seq, signal, entryId, chosenId }) => [seq, signal, entryId, chosenId]);

describe('a question gives a signal', () => {
  it.each<[string, FeedbackMessage[], (string | number | null)[][]]>([
    ['when its answer was useless', [asks(1, '额度不够'), answers(2, 1, { rating: 'useless' })], [[1, 'useless', 'fp-001', null]]],
    ['when nothing was known', [asks(1, '山茶补贴'), answers(2, 1, { type: 'none', data: {} })], [[1, 'unanswered', null, null]]],
    ['when the second was chosen', [asks(1, '额度'), offers(2, 1), asks(3, '…', 'fp-003')], [[1, 'chosen-second', 'fp-001', 'fp-003']]],
    ['when a related one was chosen', [asks(1, '额度'), answers(2, 1), asks(3, '…', 'fp-002')], [[1, 'chosen-second', 'fp-001', 'fp-002']]],
    ['when an officer was asked for', [asks(1, '额度'), answers(2, 1), requested(3)], [[1, 'transferred', 'fp-001', null]]],
    [
      'when it was asked again',
      [asks(1, '开票额度不够怎么办'), answers(2, 1), asks(3, '额度不够用怎么办')],
      [[1, 're-asked', 'fp-001', null]],
    ],
  ])('%s', (_, messages, expected) => {
    expect(signals(...messages)).toEqual(expected);
  });
});

describe('a question gives none', () => {
  it.each<[string, FeedbackMessage[]]>([
    ['when its answer was useful', [asks(1, '额度'), answers(2, 1, { rating: 'useful' }), requested(3)]],
    ['when nothing followed', [asks(1, '额度'), answers(2, 1)]],
    ['when the first was chosen', [asks(1, '额度'), offers(2, 1), asks(3, '…', 'fp-001')]],
    ['when something else was asked next', [asks(1, '开票额度不够'), answers(2, 1), asks(3, '个人所得税怎么退')]],
    ['when it was asked again much later', [asks(1, '额度不够'), answers(2, 1), { ...asks(3, '额度不够'), at: 400_000 }]],
    ['when it asked for an officer', [asks(1, '转人工'), answers(2, 1, { type: 'none', data: {} })]],
    ['when it was chosen from a list', [asks(1, '…', 'fp-001'), answers(2, 1, { rating: 'useless' })]],
    ['when an officer answered', [asks(1, '额度'), message(2, { speaker: 'officer', body: '您好' })]],
  ])('%s', (_, messages) => {
    expect(signals(...messages)).toEqual([]);
  });
});

it('the text is kept without personal numbers, and not endless', () => {
  const [first] = feedbackIn([asks(1, `电话13812345678${'长'.repeat(300)}`), answers(2, 1, { rating: 'useless' })], []);
  expect(first?.text).toMatch(/^电话＊＊＊长+$/);
  expect(first?.text).toHaveLength(200);
});
