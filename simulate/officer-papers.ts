/** The paper work of a simulated officer: orders and forms from a conversation, and the to-dos of every kind, one step at a time. */
import { randomUUID } from 'node:crypto';

import type { FormTypes } from '../web/api/service-form/types.ts';
import type { OrderType } from '../web/api/work-order/types.ts';
import type { Case } from '../web/api/kinds.ts';
import type { ApiPerson } from './api-person.ts';
import type { Random } from './random.ts';
import { answerToMessage, formText, orderText, result } from './words.ts';

const note = (text: string) => ({ id: randomUUID(), text });
const written = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });

export class OfficerPapers {
  readonly #person: ApiPerson;
  readonly #random: Random;

  constructor(person: ApiPerson, random: Random) {
    this.#person = person;
    this.#random = random;
  }

  /** Opens an order for the taxpayer of a conversation, which it shows. */
  async openOrder(originId: string): Promise<void> {
    const { items } = (await this.#person.get('/api/work-order-types')) as unknown as { items: OrderType[] };
    if (items.length === 0) return;
    const type = this.#random.pick(items);
    const fields = Object.fromEntries(type.definition.fields.filter(({ required }) => required).map((field) => [field.key, filled(field)]));
    const body = { typeId: type.id, originId, priority: 'normal', text: orderText, uploadIds: [], fields };
    const id = randomUUID();
    await this.#person.until('PUT', `/api/work-orders/${id}`, body, id);
  }

  /** Sends a form in a conversation. */
  async sendForm(originId: string): Promise<void> {
    const { items } = (await this.#person.get('/api/service-form-types')) as unknown as FormTypes;
    if (items.length === 0) return;
    const id = randomUUID();
    const body = { typeId: this.#random.pick(items).id, originId, text: formText, uploadIds: [] };
    await this.#person.until('PUT', `/api/service-forms/${id}`, body, id);
  }

  /** Does the next step of one of the officer's own to-dos, whatever its kind. */
  async work(): Promise<void> {
    const { items } = (await this.#person.get('/api/worklist?view=mine&size=20')) as { items: { id: string }[] };
    if (items.length === 0) return;
    const theCase = (await this.#person.get(`/api/cases/${this.#random.pick(items).id}`)) as unknown as Case;
    const step = this.#stepOf(theCase);
    if (step !== null) await this.#person.until('POST', `/api/cases/${theCase.id}/commands/${step.type}`, step.body);
  }

  #stepOf(theCase: Case): { type: string; body: object } | null {
    const can = (action: Case['actions'][number]): boolean => theCase.actions.includes(action);
    switch (theCase.kind) {
      case 'message':
        return can('reply') && theCase.status === 'assigned' ? { type: 'reply', body: written(answerToMessage) } : null;
      case 'service-form': {
        const verdicts = theCase.form.papers
          .filter(({ status }) => status === 'handed-in')
          .map(({ key, revision }) => ({ key, verdict: 'accepted', revision }));
        if (can('reviewPapers') && verdicts.length > 0) return { type: 'reviewPapers', body: { verdicts, reason: null } };
        return can('complete') ? { type: 'complete', body: written(result) } : null;
      }
      case 'work-order':
        if (can('finish')) return { type: 'finish', body: written(result) };
        return can('advance') ? { type: 'advance', body: { note: note('已核对') } } : null;
      case 'conversation':
      case 'appointment':
      case 'invitation':
        return null;
    }
  }
}

function filled({ kind, choices }: OrderType['definition']['fields'][number]): string {
  switch (kind) {
    case 'choice':
      return choices[0] ?? '';
    case 'date':
      return '2026-06-30';
    case 'number':
      return '1000';
    case 'text':
      return '按申请办理';
  }
}
