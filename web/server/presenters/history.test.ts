/** Read on the histories that the replay tests keep: each was recorded from a real server, one a path. */
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { caseKinds, type CaseKind } from '../../../domain/case.ts';
import { workOrderCommandTypes } from '../../../domain/work-order/decide.ts';
import { workOrderEventTypes, workOrderStatuses } from '../../../domain/work-order/order.ts';
import { createTranslate, type Language } from '../../i18n/index.ts';
import { history as sentences } from '../../i18n/zh-CN/history.ts';
import { eventsOf, type RawEvent } from './history-events.ts';
import { presentHistory } from './history.ts';

const folder = new URL('../../../tests/replay/histories/', import.meta.url);
const stories = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
const read = (path: string): RawEvent[] => eventsOf(JSON.parse(readFileSync(new URL(path, folder), 'utf8')));
const recorded = (file: string): RawEvent[] => read(`message/${file}`);
const kindOf = (path: string): CaseKind => caseKinds.find((kind) => path.startsWith(`${kind}/`)) ?? 'message';
const nobody = { officers: new Map<string, string>(), centres: new Map([['west', '西区']]) };

/** As a page shows it: the sentence of the code, filled with the values. */
function told(events: readonly RawEvent[], language: Language = 'zh-CN', names = nobody, kind: CaseKind = 'message'): string[] {
  const translate = createTranslate(language) as (key: string, values: Record<string, unknown>) => string;
  return presentHistory(kind, events, names, createTranslate(language)).map(({ code, values }) => translate(`history:${code}`, values));
}

const sentenceAt = (code: string): unknown =>
  code.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], sentences);

describe('a history in plain words', () => {
  it.each(stories)('%s: every event has a sentence, in both languages, with nothing left to fill in', (path) => {
    const events = read(path);
    const kind = kindOf(path);
    expect(events.length).toBeGreaterThan(5);
    for (const { code } of presentHistory(kind, events, nobody, createTranslate('zh-CN'))) expect(typeof sentenceAt(code)).toBe('string');
    for (const language of ['zh-CN', 'en'] as const) {
      for (const line of told(events, language, nobody, kind)) expect(line).not.toMatch(/\{\{|history:|undefined|^$/);
    }
  });

  it('tells who did what, what was written down, and when time rang', () => {
    const lines = told(recorded('warned-and-escalated.json')).filter((line) => !line.includes('流程引擎'));
    expect(lines.slice(0, 6)).toEqual([
      '留言提交，流程开始',
      '纳税人提交留言',
      '安排：登记到数据库（提交留言）',
      '开始：登记到数据库（提交留言）',
      '完成：登记到数据库（提交留言），并按规则分派给 工作人员',
      expect.stringMatching(/^开始计时：首次回复时限，\d{4}-\d\d-\d\d \d\d:\d\d 提醒$/),
    ]);
    expect(lines).toContain('计时到点');
    expect(lines).toContain('完成：登记到数据库（超时升级）');
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^开始计时：首次回复时限，.* 到期$/),
        expect.stringMatching(/^开始计时：纳税人追问时限，.* 到期$/),
      ]),
    );
    expect(lines.at(-1)).toBe('流程结束，全部事项已办完');
  });

  it('names officers and centres that it is given', () => {
    const events = recorded('handed-over-to-another-centre.json');
    const officer =
      events
        .map(decodePayloads)
        .join()
        .match(/"kind":"officer","id":"([\da-f-]{36})"/)?.[1] ?? '';
    expect(told(events, 'zh-CN', { ...nobody, officers: new Map([[officer, '王芳']]) })).toEqual(
      expect.arrayContaining(['王芳转办至 西区']),
    );
  });

  it.each([
    ['released-and-given-to-another.json', /退回待分派$/],
    ['reassigned-by-the-supervisor.json', /改派给 工作人员$/],
    ['handed-over-to-a-colleague.json', /转办给 工作人员$/],
    ['ended-by-the-supervisor.json', /结束留言$/],
    ['withdrawn.json', /^纳税人撤回留言$/],
    ['told-by-short-message.json', /^完成：发送短信$/],
    ['gone-on-as-a-new-run.json', /^接续上一段运行继续办理$/],
    ['claimed-from-the-pool.json', /签收$/],
    ['asked-back-and-supplemented.json', /^计时取消，不再需要$/],
    ['answered-and-rated.json', /^操作已生效：已办结，进展到第 \d+ 步$/],
  ])('%s tells %s', (file, sentence) => {
    expect(told(recorded(file)).some((line) => sentence.test(line))).toBe(true);
  });

  it('tells a retry with its innermost reason, shortened', () => {
    const [scheduled, started] = recorded('withdrawn.json').filter(({ eventType }) => eventType.startsWith('EVENT_TYPE_ACTIVITY_TASK')) as [
      RawEvent,
      RawEvent,
    ];
    const failing = {
      ...started,
      activityTaskStartedEventAttributes: {
        scheduledEventId: String(scheduled.eventId),
        attempt: 7,
        lastFailure: { message: 'failed', cause: { message: `no\nroute ${'x'.repeat(500)}` } },
      },
    };
    const [, line] = told([scheduled, failing]);
    expect(line).toMatch(/^第 7 次尝试：登记到数据库（提交留言）；上一次失败：failed: no route x+…$/);
    expect(line?.length).toBeLessThan(360);
  });

  it('tells what it does not know by its type, and what is damaged without failing', () => {
    const event = (eventId: number, eventType: string, more: object = {}): RawEvent => ({
      eventId,
      eventTime: '2026-05-27T06:05:00.5Z',
      eventType: `EVENT_TYPE_${eventType}`,
      ...more,
    });
    expect(
      told([
        event(1, 'NEXUS_OPERATION_SCHEDULED'),
        event(2, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', {
          workflowExecutionUpdateAcceptedEventAttributes: {
            acceptedRequest: { input: { name: 'dance', args: { payloads: [{ data: 'e30=', metadata: {} }] } } },
          },
        }),
        event(3, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', {
          workflowExecutionUpdateCompletedEventAttributes: { outcome: { failure: { message: 'case-closed' } } },
        }),
        event(4, 'TIMER_STARTED', { timerStartedEventAttributes: { startToFireTimeout: '60s' } }),
        event(5, 'WORKFLOW_TASK_FAILED', { workflowTaskFailedEventAttributes: { failure: { message: 'nondeterminism' } } }),
        event(6, 'MARKER_RECORDED', {
          markerRecordedEventAttributes: {
            markerName: 'core_patch',
            details: { 'patch-data': { payloads: [{ metadata: { encoding: base64('json/plain') }, data: base64('{"id":"quicker"}') }] } },
          },
        }),
        event(7, 'WORKFLOW_EXECUTION_TERMINATED', { workflowExecutionTerminatedEventAttributes: { reason: 'by hand' } }),
        event(8, 'ACTIVITY_TASK_TIMED_OUT'),
      ]),
    ).toEqual([
      'NEXUS_OPERATION_SCHEDULED',
      '系统发出“dance”',
      '操作未被接受：case-closed',
      '开始计时，2026-05-27 14:06 到点',
      '流程引擎处理失败，将自动重试：nondeterminism',
      '记录流程版本：quicker',
      '流程被运维人员强制终止：by hand',
      '超时：',
    ]);
    expect(eventsOf({ nothing: true })).toEqual([]);
  });

  describe('of a work order', () => {
    const wang = '00000000-0000-4000-8000-000000000001';
    const names = { ...nobody, officers: new Map([[wang, '王芳']]) };
    const event = (eventType: string, key: string, attributes: object): RawEvent => ({
      eventId: 1,
      eventTime: '2026-05-27T06:05:00.5Z',
      eventType: `EVENT_TYPE_${eventType}`,
      [key]: attributes,
    });
    const started = event('WORKFLOW_EXECUTION_STARTED', 'workflowExecutionStartedEventAttributes', {
      input: payloads({ opening: { dispatcherId: wang } }),
    });
    const asked = (name: string, command: object = {}, actor: object = { kind: 'officer', id: wang }): RawEvent =>
      event('WORKFLOW_EXECUTION_UPDATE_ACCEPTED', 'workflowExecutionUpdateAcceptedEventAttributes', {
        acceptedRequest: { input: { name, args: payloads({ actor, command }) } },
      });
    const lines = (events: RawEvent[], language: Language = 'zh-CN'): string[] => told(events, language, names, 'work-order');

    it('tells who opened it, and who asked for what', () => {
      const events = [
        started,
        asked('open'),
        asked('handOver', { officerId: wang }),
        asked('dispatch', { officerId: wang }),
        asked('dispatch', { officerId: null }),
        asked('supplement', {}, { kind: 'taxpayer', id: wang }),
        asked('terminate', {}, { kind: 'taxpayer', id: wang }),
        asked('end'),
      ];
      expect(lines(events)).toEqual([
        '工单开立，流程开始',
        '王芳开单',
        '王芳转办给 王芳',
        '王芳重新派单给 王芳',
        '王芳重新派单，按规则分派',
        '纳税人提交补正',
        '纳税人终止工单',
        '王芳结束工单',
      ]);
    });

    it.each(workOrderCommandTypes)('has a sentence for the command %s, and a word for its signal', (name) => {
      const signal = event('WORKFLOW_EXECUTION_SIGNALED', 'workflowExecutionSignaledEventAttributes', { signalName: name });
      for (const language of ['zh-CN', 'en'] as const) {
        const [sentence, word] = lines([asked(name), signal], language);
        expect(sentence).toMatch(language === 'en' ? /^王芳 [a-z]/ : /^王芳\p{Script=Han}/u);
        expect(word).not.toMatch(new RegExp(`“${name}”|order:`));
      }
    });

    it.each(workOrderStatuses)('names the status %s', (status) => {
      const done = event('WORKFLOW_EXECUTION_UPDATE_COMPLETED', 'workflowExecutionUpdateCompletedEventAttributes', {
        outcome: { success: payloads({ status, version: 3 }) },
      });
      expect(lines([done])).toEqual([expect.stringMatching(/^操作已生效：\p{Script=Han}{3,4}，进展到第 3 步$/u)]);
    });

    it.each(workOrderEventTypes)('names the event %s where it is written down', (type) => {
      const step = event('ACTIVITY_TASK_SCHEDULED', 'activityTaskScheduledEventAttributes', {
        activityType: { name: 'project' },
        input: payloads({ events: [{ type }] }),
      });
      expect(lines([step])).toEqual([expect.stringMatching(/^安排：登记到数据库（[\p{Script=Han}/]+）$/u)]);
    });

    it.each([
      ['stage', '环节办理时限'],
      ['dispatch', '重新派单时限'],
      ['evaluation', '评价时限'],
    ])('says that the clock %s runs', (purpose, words) => {
      const step = event('ACTIVITY_TASK_SCHEDULED', 'activityTaskScheduledEventAttributes', {
        activityType: { name: 'project' },
        input: payloads({ events: [], state: { clock: { purpose, warnAt: null, warned: false } } }),
      });
      const timer = event('TIMER_STARTED', 'timerStartedEventAttributes', { startToFireTimeout: '60s' });
      expect(lines([step, timer])[1]).toBe(`开始计时：${words}，2026-05-27 14:06 到期`);
    });
  });

  it('leaves out what is too large of the raw events', () => {
    const large: RawEvent = { eventId: 1, eventTime: null, eventType: 'EVENT_TYPE_TIMER_FIRED', filler: 'x'.repeat(20_000) };
    const [line] = presentHistory('message', [large], nobody, createTranslate('en'));
    expect(line).toMatchObject({ at: '1970-01-01T00:00:00.000Z', raw: { eventId: 1, leftOut: expect.stringMatching(/^2\d{4} bytes$/) } });
    expect(JSON.stringify(line?.raw)).not.toContain('xxx');
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
function payloads(value: unknown): object {
  return { payloads: [{ metadata: { encoding: base64('json/plain') }, data: base64(JSON.stringify(value)) }] };
}
const decodePayloads = (event: RawEvent): string =>
  JSON.stringify(event).replaceAll(/"data":"([^"]+)"/g, (_, data: string) => `"data":${Buffer.from(data, 'base64').toString('utf8')}`);
