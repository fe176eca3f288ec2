import { describe, expect, it } from '@jest/globals';

import { Case } from '../../../db/models/index.ts';
import type { EarlierCase, LoadedCase, Story } from '../../../db/story.ts';
import type { ThreadCase } from '../../../db/thread.ts';
import type { MessageClock, MessageState } from '../../../domain/message/message.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { patientPolicy } from '../../../tests/support/message.ts';
import { serverKinds } from '../kinds.ts';
import { presentCase, type CaseReading, type Surroundings } from './presenter.ts';

const openedAt = Date.parse('2026-03-02T01:00:00Z');
const dueAt = openedAt + 3_600_000;

const readers = {
  taxpayer: { kind: 'taxpayer', id: 'i1', regionId: 'r' },
  holder: { kind: 'officer', role: 'agent', id: 'o1', centreId: 'c1', regionId: 'r' },
  colleague: { kind: 'officer', role: 'agent', id: 'o2', centreId: 'c1', regionId: 'r' },
  supervisor: { kind: 'officer', role: 'supervisor', id: 'o3', centreId: 'c1', regionId: 'r' },
  elsewhere: { kind: 'officer', role: 'supervisor', id: 'o4', centreId: 'c2', regionId: 'r' },
  administrator: { kind: 'officer', role: 'administrator', id: 'o5', regionId: 'r' },
} as const satisfies Record<string, Viewer>;
type Reader = keyof typeof readers;

const clock = (purpose: MessageClock['purpose'], marks: Partial<MessageClock> = {}): MessageClock => ({
  purpose,
  startedAt: openedAt,
  warnAt: dueAt - 600_000,
  dueAt,
  warned: false,
  escalated: false,
  ...marks,
});
const state = (more: Partial<MessageState> = {}): MessageState => ({
  kind: 'message',
  id: 'case',
  regionId: 'r',
  centreId: 'c1',
  typeId: 't1',
  identityId: 'i1',
  status: 'assigned',
  version: 2,
  assigneeId: 'o1',
  reminder: 'inbox',
  openedAt,
  answeredAt: null,
  closedAt: null,
  outcome: null,
  orderId: null,
  clock: clock('first-answer'),
  releasedBy: null,
  ...more,
});

const row = (more: Partial<MessageState> = {}, columns: object = {}): LoadedCase => {
  const now = state(more);
  return Object.assign(new Case(), {
    id: now.id,
    kind: 'message',
    number: '202603029000001',
    region_id: 'r',
    centre_id: 'c1',
    type_id: 't1',
    identity_id: 'i1',
    assignee_id: now.assigneeId,
    status: now.status,
    version: now.version,
    state: now,
    opened_at: new Date(openedAt),
    changed_at: new Date(openedAt + 1_000),
    answered_at: null,
    closed_at: null,
    stars: null,
    resolved: null,
    centre: { id: 'c1', name: '第一运营中心', name_en: 'Centre 1' },
    type: { id: 't1', name: '发票', name_en: 'Invoices' },
    assignee: { id: 'o1', name: '王芳', login: 'agent1', password_hash: 'hash' },
    identity: {
      id: 'i1',
      kind: 'enterprise',
      role: 'finance-officer',
      person_name: '李雪',
      company_name: '蓝鲸公司',
      tax_number: '9112',
      phone: '13800000000',
    },
    ...columns,
  }) as unknown as LoadedCase;
};
const story: Story = { events: [], texts: new Map(), uploads: new Map(), officers: new Map(), centres: new Map() };
const linked = (id: string, where: Partial<ThreadCase>): ThreadCase => ({
  id,
  kind: 'work-order',
  number: `number-${id}`,
  status: 'in-progress',
  version: 1,
  opened_at: new Date(openedAt),
  region_id: 'r',
  centre_id: 'c1',
  identity_id: 'i1',
  type_name: '额度',
  type_name_en: 'Quota',
  ...where,
});

function shown(reader: Reader, of: LoadedCase = row(), around: Partial<Surroundings> = {}, more: Partial<CaseReading> = {}) {
  const reading = { viewer: readers[reader], language: 'zh-CN' as const, linkTo: String, now: openedAt + 60_000, ...more };
  return presentCase(
    serverKinds.message,
    { row: of, policy: patientPolicy },
    { story, earlier: [], thread: [], ground: null, ...around },
    reading,
  );
}

describe('the page of a case', () => {
  it.each([
    ['taxpayer', null, null],
    ['holder', '王芳', '138****0000'],
    ['colleague', '王芳', '138****0000'],
    ['supervisor', '王芳', '138****0000'],
  ] as const)('%s reads who holds it as %s and the telephone as %s', (reader, assignee, phone) => {
    const page = shown(reader);
    expect([page.assignee?.name ?? null, page.taxpayer?.phone ?? null]).toEqual([assignee, phone]);
    expect(JSON.stringify(page)).not.toMatch(/hash|agent1|13800000000/);
  });

  it.each([
    ['taxpayer', 'an officer is to act', clock('first-answer', { warned: true, escalated: true }), 'assigned', [null, false, false]],
    ['holder', 'an officer is to act', clock('first-answer', { warned: true, escalated: true }), 'assigned', [dueAt - 600_000, true, true]],
    ['taxpayer', 'the taxpayer is to act', clock('supplement', { warned: true }), 'asked-back', [dueAt - 600_000, true, false]],
    ['holder', 'the taxpayer is to act', clock('supplement', { warned: true }), 'asked-back', [dueAt - 600_000, true, false]],
    ['taxpayer', 'nobody is warned', clock('follow-up', { warnAt: null }), 'replied', [null, false, false]],
  ] as const)('%s reads until when, while %s', (reader, _, running, status, [warnAt, warned, escalated]) => {
    expect(shown(reader, row({ clock: running, status })).clock).toEqual({
      purpose: running.purpose,
      startedAt: new Date(openedAt).toISOString(),
      warnAt: warnAt === null ? null : new Date(warnAt).toISOString(),
      dueAt: new Date(dueAt).toISOString(),
      warned,
      escalated,
    });
  });

  it.each([
    ['taxpayer', 'assigned', ['view', 'withdraw']],
    ['holder', 'assigned', ['askBack', 'convert', 'handOver', 'invite', 'release', 'reply', 'sendForm', 'view']],
    ['colleague', 'assigned', ['view']],
    ['supervisor', 'assigned', ['end', 'inspect', 'reassign', 'retry', 'view']],
    ['elsewhere', 'assigned', []],
    ['administrator', 'assigned', ['inspect', 'retry']],
    ['taxpayer', 'replied', ['followUp', 'rate', 'view']],
    ['holder', 'replied', ['convert', 'invite', 'reply', 'sendForm', 'view']],
  ] as const)('%s is offered of a case that is %s: %j', (reader, status, actions) => {
    const answered = status === 'replied';
    const of = row({ status, ...(answered && { answeredAt: openedAt, clock: clock('follow-up', { warnAt: null }) }) });
    expect(shown(reader, of).actions.sort()).toEqual([...actions].sort());
  });

  it('says of its thread what the reader may see, and what else there was for officers', () => {
    const thread = [
      linked('here', {}),
      linked('elsewhere', { centre_id: 'c2' }),
      linked('of-another', { identity_id: 'i2' }),
      linked('abroad', { region_id: 'r2' }),
    ];
    const idsFor = (reader: Reader) => shown(reader, row(), { thread }).thread.map(({ id }) => id);
    expect(idsFor('taxpayer')).toEqual(['here', 'elsewhere']);
    expect(idsFor('holder')).toEqual(['here', 'elsewhere', 'of-another']);
    expect(idsFor('administrator')).toEqual([]);
    const earlier: EarlierCase = {
      id: 'old',
      kind: 'message',
      number: 'n',
      status: 'closed',
      opened_at: new Date(openedAt),
      excerpt: null,
      begun_by: '赵敏',
      likely_repeat: true,
    };
    expect(shown('holder', row(), { earlier: [earlier] }).earlier).toEqual([
      {
        id: 'old',
        kind: 'message',
        number: 'n',
        status: 'closed',
        openedAt: new Date(openedAt).toISOString(),
        excerpt: '',
        begunBy: '赵敏',
        likelyRepeat: true,
      },
    ]);
  });

  it('names things in the reader’s language', () => {
    const page = shown('holder', row(), { thread: [linked('here', {})] }, { language: 'en' });
    expect([page.centre.name, page.type.name, page.thread[0]?.type]).toEqual(['Centre 1', 'Invoices', 'Quota']);
  });

  it.each([
    [null, null, null],
    [4, null, null],
    [4, true, { stars: 4, resolved: true }],
    [1, false, { stars: 1, resolved: false }],
  ])('with %s stars and resolved %s is rated %j', (stars, resolved, rating) => {
    expect(shown('holder', row({}, { stars, resolved })).rating).toEqual(rating);
  });
});
