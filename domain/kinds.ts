import { appointmentKind, type AppointmentTypes } from './appointment/kind.ts';
import { caseKinds, type CaseKind } from './case.ts';
import { conversationKind, type ConversationTypes } from './conversation/kind.ts';
import type { AnyKind, Kind } from './kind.ts';
import { invitationKind, type InvitationTypes } from './invitation/kind.ts';
import { messageKind, type MessageTypes } from './message/kind.ts';
import type { NoticeSpec, NoticeTable } from './notices.ts';
import { serviceFormKind, type ServiceFormTypes } from './service-form/kind.ts';
import { workOrderKind, type WorkOrderTypes } from './work-order/kind.ts';

interface TypesOf {
  message: MessageTypes;
  'work-order': WorkOrderTypes;
  'service-form': ServiceFormTypes;
  conversation: ConversationTypes;
  appointment: AppointmentTypes;
  invitation: InvitationTypes;
}

const known: { readonly [K in CaseKind]: Kind<TypesOf[K]> } = {
  message: messageKind,
  'work-order': workOrderKind,
  'service-form': serviceFormKind,
  conversation: conversationKind,
  appointment: appointmentKind,
  invitation: invitationKind,
};

/** Registry of all kinds of case. */
export const kinds: Record<CaseKind, AnyKind> = known;
const all: readonly AnyKind[] = Object.values(kinds);

/** State of a case of any kind. */
export type AnyState = TypesOf[CaseKind]['state'];
/** All statuses, without duplicates among kinds. */
export const statuses = [...new Set(all.flatMap((kind) => kind.statuses))] as readonly AnyState['status'][];

/** Command types of all kinds, and the actions that start a case from another. */
export type CommandType = TypesOf[CaseKind]['command']['type'];

/** Kinds whose types have a definition, and the definitions. */
export type DefinedKind = { [K in CaseKind]: TypesOf[K]['definition'] extends null ? never : K }[CaseKind];
export type Definitions = { [K in DefinedKind]: TypesOf[K]['definition'] };

/** Kind on the supervisor's board: the one whose cases pass through stages. */
export type BoardKind = { [K in CaseKind]: TypesOf[K]['staged'] extends true ? K : never }[CaseKind];
const isOnBoard = (kind: CaseKind): kind is BoardKind => kinds[kind].staged;
export const boardKind = theOnly(caseKinds.filter(isOnBoard));
/** Other kinds: the board only counts how many of them each officer holds. */
export type OtherKind = Exclude<CaseKind, BoardKind>;
export const otherKinds = caseKinds.filter((kind): kind is OtherKind => !isOnBoard(kind));

/** Purposes of all deadlines. */
export type Purpose = TypesOf[CaseKind]['purpose'];
export const purposes = [...new Set(all.flatMap((kind) => kind.purposes))] as readonly Purpose[];
export const isPurpose = (text: string | null): text is Purpose => purposes.some((purpose) => purpose === text);

/** Notice kinds of all kinds of case. */
export type NoticeKind = { [K in CaseKind]: keyof TypesOf[K]['notices'] & string }[CaseKind];
const noticeSpecs: NoticeTable = Object.fromEntries(all.flatMap(({ notices }) => Object.entries<NoticeSpec>(notices)));
export const noticeKinds = Object.keys(noticeSpecs) as NoticeKind[];

type BySms<Table extends NoticeTable> = { [N in keyof Table]: Table[N]['sms'] extends true ? N : never }[keyof Table];
/** Notice kinds for which an SMS gateway needs a template. */
export type SmsNoticeKind = { [K in CaseKind]: BySms<TypesOf[K]['notices']> }[CaseKind];
export const smsNoticeKinds = noticeKinds.filter((kind): kind is SmsNoticeKind => noticeSpecs[kind]?.sms === true);

function theOnly<Item>([item, ...more]: readonly Item[]): Item {
  if (item === undefined || more.length > 0) throw new Error('the board counts one kind by its stages, and only one');
  return item;
}
