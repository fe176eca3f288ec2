import { randomUUID } from 'node:crypto';

import { apiOfficer, apiTaxpayer, type Taxpayer } from './people.ts';

const quotaOf = ({ person }: Taxpayer): string => `${person.region}-wo-quota`;

/** Ends what a story that was broken off left running: the form would propose to join it. */
export async function noneRunning(origin: string, supervisor: string, who: Taxpayer): Promise<void> {
  const { identityId } = await apiTaxpayer(origin, who);
  const api = await apiOfficer(origin, supervisor);
  const query = new URLSearchParams({ identityId, typeId: quotaOf(who) });
  const { items } = (await api.get(`/api/work-orders/running?${query.toString()}`)) as { items: { id: string }[] };
  for (const { id } of items)
    await api.send('POST', `/api/cases/${id}/commands/end`, { reason: { id: randomUUID(), text: '办理中断，请重新申请。' } });
}

/** A 数电票额度调整 of a taxpayer's, opened behind the pages by an officer of the region. */
export async function openOrderByApi(origin: string, login: string, who: Taxpayer): Promise<{ id: string; number: string }> {
  const { identityId } = await apiTaxpayer(origin, who);
  const id = randomUUID();
  const { number } = await (
    await apiOfficer(origin, login)
  ).send(
    'PUT',
    `/api/work-orders/${id}`,
    {
      typeId: quotaOf(who),
      identityId,
      text: '新签三份年度合同，月开票额超出现有额度，申请将数电票总额度调整为 50 万元。',
      fields: { period: '定期调整', current: '100000', wanted: '500000', ground: '本年新签三份年度合同，月开票额超出现有额度。' },
    },
    id,
  );
  return { id, number: String(number) };
}

/** Whoever has the case, now this agent does. */
export async function handedTo(origin: string, { supervisor, agent }: { supervisor: string; agent: string }, id: string): Promise<void> {
  const { officer } = (await (await apiOfficer(origin, agent)).get('/api/session')) as { officer: { id: string } };
  const api = await apiOfficer(origin, supervisor);
  const { assignee } = (await api.get(`/api/cases/${id}`)) as { assignee: { id: string } | null };
  if (assignee?.id === officer.id) return;
  await api.send('POST', `/api/cases/${id}/commands/reassign`, { officerId: officer.id, note: null });
}
