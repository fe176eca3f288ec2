import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import type { ApiPerson } from '../simulate/api-person.ts';
import type { DemoDesk } from '../tests/support/demo-desk.ts';

/** The updates of which the life below consists, its opening among them. */
export const orderUpdates = 9;

/**
 * The life of a 工单: opened, through its four stages with one round of papers, finished and rated, by the people whom the rule of
 * assignment finds.
 * @returns lives one, and gives its id
 */
export function orderLife(desk: DemoDesk, knex: Knex): () => Promise<string> {
  return async () => {
    const id = randomUUID();
    const [opener] = desk.agents.values();
    if (!opener) throw new Error('nobody is there');
    const text = (body: string) => ({ id: randomUUID(), text: body });
    const does = (person: ApiPerson, command: string, body: object = {}) =>
      succeeding(person.attempt('POST', `/api/cases/${id}/commands/${command}`, body));
    const holder = async (): Promise<ApiPerson> => {
      const row = await knex('cases').where({ id }).first<{ assignee_id: string }>('assignee_id');
      const agent = desk.agents.get(row.assignee_id);
      if (!agent) throw new Error('nobody holds it');
      return agent;
    };
    const upload = async (): Promise<string> => {
      const uploadId = randomUUID();
      await knex('uploads').insert({
        id: uploadId,
        author_kind: 'taxpayer',
        author_id: desk.taxpayer.identityId,
        region_id: 'binhai',
        name: '合同.pdf',
        size: 1_000,
        status: 'ready',
        media_type: 'application/pdf',
        sha256: '0'.repeat(64),
      });
      return uploadId;
    };

    await succeeding(
      opener.attempt('PUT', `/api/work-orders/${id}`, {
        typeId: 'binhai-wo-quota',
        identityId: desk.taxpayer.identityId,
        text: '申请将数电票总额度调整为 50 万元',
        fields: { period: '定期调整', current: '100000', wanted: '500000', ground: '业务量增加' },
      }),
    );
    await does(await holder(), 'advance');
    const handler = await holder();
    await does(handler, 'askPapers', { keys: ['contract', 'statement'], note: text('请提供合同和开票明细') });
    const papers = [
      { key: 'contract', uploadIds: [await upload()] },
      { key: 'statement', uploadIds: [await upload()] },
    ];
    await does(desk.taxpayer, 'supplement', { papers });
    const verdicts = papers.map(({ key }) => ({ key, verdict: 'accepted', revision: 1 }));
    await does(handler, 'reviewPapers', { verdicts });
    await does(handler, 'advance');
    await does(await holder(), 'advance');
    await does(await holder(), 'finish', { textId: randomUUID(), text: '额度已调整。', uploadIds: [] });
    await does(desk.taxpayer, 'rate', { resolved: true, stars: 5 });
    return id;
  };
}

async function succeeding(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
}
