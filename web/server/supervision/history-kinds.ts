/** What a history reads of one kind of case: which commands there are, and the words of its states and events. */
import type { CaseKind } from '../../../domain/case.ts';
import { kinds } from '../../../domain/kinds.ts';
import { messageEventTypes, messageStatuses } from '../../../domain/message/message.ts';
import { serviceFormCommandTypes } from '../../../domain/service-form/decide.ts';
import { serviceFormEventTypes, serviceFormStatuses } from '../../../domain/service-form/form.ts';
import { workOrderCommandTypes } from '../../../domain/work-order/decide.ts';
import { workOrderEventTypes, workOrderStatuses } from '../../../domain/work-order/order.ts';
import type { Translate } from '../../i18n/index.ts';

export const isCommandOf = (kind: CaseKind, name: string): boolean => kinds[kind].commandTypes.includes(name);

/** The word of a state; what a later version calls otherwise stays as it is. */
export function statusWord(kind: CaseKind, status: string, translate: Translate): string {
  switch (kind) {
    case 'message':
      return isOneOf(messageStatuses, status) ? translate(`message:status.${status}`) : status;
    case 'work-order':
      return isOneOf(workOrderStatuses, status) ? translate(`order:status.${status}`) : status;
    case 'service-form':
      return isOneOf(serviceFormStatuses, status) ? translate(`form:status.${status}`) : status;
  }
}

export function eventWord(kind: CaseKind, type: string, translate: Translate): string {
  switch (kind) {
    case 'message':
      return isOneOf(messageEventTypes, type) ? translate(`message:event.${type}`) : type;
    case 'work-order':
      return isOneOf(workOrderEventTypes, type) ? translate(`order:event.${type}`) : type;
    case 'service-form':
      return isOneOf(serviceFormEventTypes, type) ? translate(`form:event.${type}`) : type;
  }
}

/** What a signal asks for: of other systems only orders take any; forms and orders tell each other how they ended. */
export function signalWord(name: string, translate: Translate): string {
  if (isOneOf(workOrderCommandTypes, name)) return translate(`order:command.${name}`);
  return isOneOf(serviceFormCommandTypes, name) ? translate(`form:command.${name}`) : name;
}

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T => list.some((known) => known === text);
