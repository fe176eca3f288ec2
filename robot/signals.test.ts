import { describe, expect, it } from '@jest/globals';

import { signalsIn } from './signals.ts';

const words = {
  transfer: ['转人工', '人工客服', '人工'],
  mood: ['生气', '着急', '垃圾', '投诉'],
  intent: ['预约', '远程协助', '留言'],
};

describe('a signal', () => {
  it.each([
    ['转人工', 'keyword', '转人工'],
    ['我要转 人 工', 'keyword', '转人工'],
    ['轉人工', 'keyword', '转人工'],
    ['转\u200b人工', 'keyword', '转人工'],
    ['帮我找一下人工客服，谢谢', 'keyword', '人工客服'],
    ['能不能转人工', 'keyword', '转人工'],
    ['有没有人工', 'keyword', '人工'],
    ['没有人工吗', 'keyword', '人工'],
    ['为什么不给我转人工', 'keyword', '转人工'],
    ['怎么不转人工', 'keyword', '转人工'],
    ['你们一直不给我转人工', 'keyword', '转人工'],
    ['不要机器人，转人工', 'keyword', '转人工'],
    ['我不要机器人我要人工', 'keyword', '人工'],
    ['不用留言，给我人工', 'keyword', '人工'],
    ['不用转人工。算了，还是转人工吧', 'keyword', '转人工'],
    ['气死了，真生气', 'mood', '生气'],
    ['我要投诉你们', 'mood', '投诉'],
    ['不用转人工，我要投诉', 'mood', '投诉'],
    ['我很着急，想预约', 'mood', '着急'],
    ['想预约明天上午', 'intent', '预约'],
    ['可以远程协助吗', 'intent', '远程协助'],
    ['可不可以预约', 'intent', '预约'],
    ['不用转人工，我留言', 'intent', '留言'],
  ])('is in: %s', (text, signal, word) => {
    expect(signalsIn(text, words)).toEqual({ signal, word });
  });

  it('is found in little time, whatever the text', () => {
    for (const text of ['我'.repeat(4_000), '不用转到'.repeat(1_000), '人工'.repeat(2_000), `不用${'转到'.repeat(2_000)}啊人工`]) {
      const begun = performance.now();
      signalsIn(`${text}x`, words);
      expect(performance.now() - begun).toBeLessThan(500);
    }
  });

  it('keeps the word as it is set, and is found in full width and in any case', () => {
    const own = { transfer: ['转 Agent'], mood: [], intent: [] };
    expect(signalsIn('请转ＡＧＥＮＴ', own)).toEqual({ signal: 'keyword', word: '转 Agent' });
  });
});

describe('no signal', () => {
  it.each([
    '发票额度怎么调整',
    '不用转人工',
    '不要人工',
    '不用帮我转人工',
    '别给我转人工',
    '先不用人工客服',
    '不需要人工客服了',
    '我不想转人工',
    '没必要转人工',
    '转人工就不用了',
    '人工客服不需要了',
    '我不转人工',
    '我没生气',
    '不着急',
    '不是要投诉',
    '没有预约',
    '不想留言',
    '不用再预约了',
    '',
    '，。！',
  ])('is in: %s', (text) => {
    expect(signalsIn(text, words)).toBeNull();
  });

  it('is given by a word of blanks or punctuation, which every text would contain', () => {
    expect(signalsIn('你好', { transfer: [' ', '。'], mood: [''], intent: [] })).toBeNull();
  });
});
