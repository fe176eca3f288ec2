/** Reads the recorded histories of the replay tests; each was recorded from a real server, one per path. */
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { caseKinds, type CaseKind } from '../../../domain/case.ts';
import { serviceFormCommandTypes } from '../../../domain/service-form/decide.ts';
import { serviceFormEventTypes, serviceFormStatuses } from '../../../domain/service-form/form.ts';
import { workOrderCommandTypes } from '../../../domain/work-order/decide.ts';
import { workOrderEventTypes, workOrderStatuses } from '../../../domain/work-order/order.ts';
import { createTranslate, type Language } from '../../i18n/index.ts';
import { zhCN } from '../../i18n/zh-CN/index.ts';
import { serverKinds } from '../kinds.ts';
import { eventsOf, type RawEvent } from './history-events.ts';
import { presentHistory } from './history.ts';

const folder = new URL('../../../tests/replay/histories/', import.meta.url);
const stories = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
const read = (path: string): RawEvent[] => eventsOf(JSON.parse(readFileSync(new URL(path, folder), 'utf8')));
const recorded = (file: string): RawEvent[] => read(`message/${file}`);
const kindOf = (path: string): CaseKind => caseKinds.find((kind) => path.startsWith(`${kind}/`)) ?? 'message';
const nobody = { officers: new Map<string, string>(), centres: new Map([['west', '西区']]) };

/** Sentence of a line as a page shows it. */
function told(events: readonly RawEvent[], language: Language = 'zh-CN', names = nobody, kind: CaseKind = 'message'): string[] {
  const translate = createTranslate(language) as (key: string, values: Record<string, unknown>) => string;
  return presentHistory(serverKinds, kind, events, names, createTranslate(language)).map(({ code, values }) =>
    translate(keyOf(code), values),
  );
}

/** Key in the translations, `namespace:path`. */
const keyOf = (code: string): string => (code.includes(':') ? code : `history:${code}`);

const sentenceAt = (code: string): unknown =>
  keyOf(code)
    .split(/[:.]/)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], zhCN);

describe('a history in plain words', () => {
  it.each(stories)('%s: every event has a sentence, in both languages, with nothing left to fill in', (path) => {
    const events = read(path);
    const kind = kindOf(path);
    expect(events.length).toBeGreaterThan(5);
    for (const { code } of presentHistory(serverKinds, kind, events, nobody, createTranslate('zh-CN')))
      expect(typeof sentenceAt(code)).toBe('string');
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
      expect.stringMatching(/^开始计时：首次回复时限，\d{4}-\d\d-\d\d \d\d:\d\d 到期，\d{4}-\d\d-\d\d \d\d:\d\d 提醒$/),
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

  it('tells which versions of the code a run began with, and what was lost', () => {
    const lines = told(recorded('with-outcomes/warned-and-escalated.json'));
    expect(lines).toContain('记录流程版本：outcomes');
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^开始计时：首次回复时限，.* 到期$/)]));
    const completed = {
      eventId: 1,
      eventTime: '2026-05-27T06:05:00.5Z',
      eventType: 'EVENT_TYPE_ACTIVITY_TASK_COMPLETED',
      activityTaskCompletedEventAttributes: { result: payloads({ lost: { code: 'already-claimed' } }) },
    };
    expect(told([completed])).toEqual(['未登记，所需资源已被占用（already-claimed）']);
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

  describe('of work orders and forms', () => {
    const wang = '00000000-0000-4000-8000-000000000001';
    const names = { ...nobody, officers: new Map([[wang, '王芳']]) };
    const event = (eventType: string, key: string, attributes: object): RawEvent => ({
      eventId: 1,
      eventTime: '2026-05-27T06:05:00.5Z',
      eventType: `EVENT_TYPE_${eventType}`,
      [key]: attributes,
    });
    const started = (opening: object): RawEvent =>
      event('WORKFLOW_EXECUTION_STARTED', 'workflowExecutionStartedEventAttributes', { input: payloads({ opening }) });
    const asked = (name: string, command: object = {}, actor: object = { kind: 'officer', id: wang }): RawEvent =>
      event('WORKFLOW_EXECUTION_UPDATE_ACCEPTED', 'workflowExecutionUpdateAcceptedEventAttributes', {
        acceptedRequest: { input: { name, args: payloads({ actor, command }) } },
      });
    const lines = (kind: CaseKind, events: RawEvent[], language: Language = 'zh-CN'): string[] => told(events, language, names, kind);

    it('tells who opened an order, and who asked for what', () => {
      const events = [
        started({ dispatcherId: wang }),
        asked('open'),
        asked('handOver', { officerId: wang }),
        asked('dispatch', { officerId: wang }),
        asked('dispatch', { officerId: null }),
        asked('askPapers'),
        asked('supplement', {}, { kind: 'taxpayer', id: wang }),
        asked('terminate', {}, { kind: 'taxpayer', id: wang }),
        asked('end'),
      ];
      expect(lines('work-order', events)).toEqual([
        '工单开立，流程开始',
        '王芳开单',
        '王芳转办给 王芳',
        '王芳重新派单给 王芳',
        '王芳重新派单，按规则分派',
        '王芳要求补正',
        '纳税人提交补正',
        '纳税人终止工单',
        '王芳结束工单',
      ]);
    });

    it('tells who sent a form, and who asked for what', () => {
      const taxpayer = { kind: 'taxpayer', id: wang };
      const events = [
        started({ senderId: wang }),
        asked('open'),
        asked('save', {}, taxpayer),
        asked('confirm', {}, taxpayer),
        asked('askPapers'),
        asked('complete'),
        asked('recall'),
        asked('end'),
      ];
      expect(lines('service-form', events)).toEqual([
        '确认单发出，流程开始',
        '王芳发出确认单',
        '纳税人保存填写中的材料',
        '纳税人确认提交材料',
        '王芳要求更正材料',
        '王芳出具办理结果',
        '王芳撤回确认单',
        '王芳结束确认单',
      ]);
    });

    it('tells of an order and its form what passes between them', () => {
      const between = (path: string) => read(path).filter(({ eventType }) => /CHILD|EXTERNAL|EXECUTION_SIGNALED/.test(eventType));
      const linesOf = (kind: CaseKind, name: string, language: Language = 'zh-CN') =>
        lines(kind, between(`${kind}/${name}.json`), language);
      expect(linesOf('work-order', 'went-on-when-its-form-ended')).toEqual([
        '准备开始：确认单',
        '开始：确认单',
        '收到确认单的通知“确认单结束”',
        '确认单已结束',
      ]);
      expect(linesOf('work-order', 'ended-before-its-form')).toEqual([
        '准备开始：确认单',
        '开始：确认单',
        '准备通知确认单：随工单结束',
        '已通知确认单',
        '确认单已结束',
      ]);
      expect(linesOf('work-order', 'ended-before-its-form', 'en')).toEqual([
        'Planned to begin: form',
        'Began: form',
        'About to tell the form: Ended with its order',
        'Told the form',
        'Ended: form',
      ]);
      expect(linesOf('work-order', 'sent-a-form-that-is-there-already')[1]).toMatch(/^未能开始：确认单，原因：.*ALREADY_EXISTS$/);
      expect(linesOf('service-form', 'its-order-is-gone')).toEqual(['准备通知工单：确认单结束', '工单已不在运行，无需通知']);
      expect(linesOf('message', 'became-a-work-order')).toEqual(['准备开始：工单', '开始：工单']);
    });

    const commands = [
      ...workOrderCommandTypes.map((name) => ['work-order' as const, name] as const),
      ...serviceFormCommandTypes.map((name) => ['service-form' as const, name] as const),
    ];
    it.each(commands)('has of a %s a sentence for the command %s, and a word for its signal', (kind, name) => {
      const signal = event('WORKFLOW_EXECUTION_SIGNALED', 'workflowExecutionSignaledEventAttributes', { signalName: name });
      for (const language of ['zh-CN', 'en'] as const) {
        const [sentence, word] = lines(kind, [asked(name), signal], language);
        expect(sentence).toMatch(language === 'en' ? /^王芳 [a-z]/ : /^王芳\p{Script=Han}/u);
        expect(word).not.toMatch(new RegExp(`“${name}”|order:|form:`));
      }
    });

    const statuses = [
      ...workOrderStatuses.map((status) => ['work-order' as const, status] as const),
      ...serviceFormStatuses.map((status) => ['service-form' as const, status] as const),
    ];
    it.each(statuses)('names of a %s the status %s', (kind, status) => {
      const done = event('WORKFLOW_EXECUTION_UPDATE_COMPLETED', 'workflowExecutionUpdateCompletedEventAttributes', {
        outcome: { success: payloads({ status, version: 3 }) },
      });
      expect(lines(kind, [done])).toEqual([expect.stringMatching(/^操作已生效：\p{Script=Han}{3,5}，进展到第 3 步$/u)]);
    });

    const written = [
      ...workOrderEventTypes.map((type) => ['work-order' as const, type] as const),
      ...serviceFormEventTypes.map((type) => ['service-form' as const, type] as const),
    ];
    it.each(written)('names of a %s the event %s where it is written down', (kind, type) => {
      const step = event('ACTIVITY_TASK_SCHEDULED', 'activityTaskScheduledEventAttributes', {
        activityType: { name: 'project' },
        input: payloads({ events: [{ type }] }),
      });
      expect(lines(kind, [step])).toEqual([expect.stringMatching(/^安排：登记到数据库（[\p{Script=Han}/]+）$/u)]);
    });

    it.each([
      ['work-order', 'stage', '环节办理时限'],
      ['work-order', 'dispatch', '重新派单时限'],
      ['work-order', 'form', '等待确认单时限'],
      ['work-order', 'evaluation', '评价时限'],
      ['service-form', 'review', '材料审核时限'],
      ['service-form', 'result', '出具结果时限'],
    ] as const)('says of a %s that the clock %s runs', (kind, purpose, words) => {
      const step = event('ACTIVITY_TASK_SCHEDULED', 'activityTaskScheduledEventAttributes', {
        activityType: { name: 'project' },
        input: payloads({ events: [], state: { clock: { purpose, warnAt: null, warned: false } } }),
      });
      const timer = event('TIMER_STARTED', 'timerStartedEventAttributes', { startToFireTimeout: '60s' });
      expect(lines(kind, [step, timer])[1]).toBe(`开始计时：${words}，2026-05-27 14:06 到期`);
    });
  });

  it('leaves out what is too large of the raw events', () => {
    const large: RawEvent = { eventId: 1, eventTime: null, eventType: 'EVENT_TYPE_TIMER_FIRED', filler: 'x'.repeat(20_000) };
    const [line] = presentHistory(serverKinds, 'message', [large], nobody, createTranslate('en'));
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
