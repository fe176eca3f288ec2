import { randomUUID } from 'node:crypto';

import { handedTo } from './orders.ts';
import { apiOfficer, apiTaxpayer, handInByApi, type Taxpayer } from './people.ts';
import type { ApiPerson } from '../../simulate/api-person.ts';

/** Who sends a form, and where. */
export interface Sender {
  centre: string;
  supervisor: string;
  agent: string;
}

export interface SentForm {
  id: string;
  number: string;
  /** The 留言 that it was sent from. */
  message: { id: string; number: string };
  officer: ApiPerson;
  /** What the officer does with it next. */
  command(name: string, body: object): Promise<unknown>;
}

/** The papers of the 跨区域涉税事项报验 that a test sends: three required, one optional. */
export const papers = {
  report: '跨区域涉税事项报告表',
  licence: '营业执照副本',
  contract: '跨区域经营合同',
  agent: '经办人身份证件',
} as const;
export const officersWords = '请按清单上传材料，合同须含工程地点和起止日期。';

export const note = (text: string) => ({ id: randomUUID(), text });

/** A form that an officer has sent from a 留言 of the taxpayer's, all of it behind the pages. */
export async function sendFormByApi(origin: string, { centre, supervisor, agent }: Sender, who: Taxpayer): Promise<SentForm> {
  const owner = await apiTaxpayer(origin, who);
  const message = await handInByApi(owner, centre, '我公司到外地承接装修工程，如何办理跨区域涉税事项报验？');
  await handedTo(origin, { supervisor, agent }, message.id);
  return await sendFrom(origin, { centre, supervisor, agent }, who, message);
}

/** The same from a case that is there already: a 留言, or an order, which then waits for it. */
export async function sendFrom(
  origin: string,
  { agent }: Sender,
  who: Taxpayer,
  message: { id: string; number: string },
): Promise<SentForm> {
  const officer = await apiOfficer(origin, agent);
  const id = randomUUID();
  const { number } = await officer.send(
    'PUT',
    `/api/service-forms/${id}`,
    { typeId: `${who.person.region}-sf-cross-region`, originId: message.id, text: officersWords, uploadIds: [] },
    id,
  );
  return {
    id,
    number: String(number),
    message,
    officer,
    command: (name, body) => officer.send('POST', `/api/cases/${id}/commands/${name}`, body),
  };
}
