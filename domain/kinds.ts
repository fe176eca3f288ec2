import { caseKinds, type CaseKind } from './case.ts';
import type { AnyKind, Kind } from './kind.ts';
import { messageKind, type MessageTypes } from './message/kind.ts';
import type { NoticeSpec, NoticeTable } from './notices.ts';
import { serviceFormKind, type ServiceFormTypes } from './service-form/kind.ts';
import { workOrderKind, type WorkOrderTypes } from './work-order/kind.ts';

/** The types of every kind of case. */
interface TypesOf {
  message: MessageTypes;
  'work-order': WorkOrderTypes;
  'service-form': ServiceFormTypes;
}

const known: { readonly [K in CaseKind]: Kind<TypesOf[K]> } = {
  message: messageKind,
  'work-order': workOrderKind,
  'service-form': serviceFormKind,
};

/** All kinds of case there are. */
export const kinds: Record<CaseKind, AnyKind> = known;
const all: readonly AnyKind[] = Object.values(kinds);

/** The state of a case of some kind. */
export type AnyState = TypesOf[CaseKind]['state'];
/** Where a case may stand, whatever its kind; those that kinds have in common once. */
export const statuses = [...new Set(all.flatMap((kind) => kind.statuses))] as readonly AnyState['status'][];

/** What a case of some kind may be asked, and what may be begun from one. */
export type CommandType = TypesOf[CaseKind]['command']['type'];

/** The kinds of whose types something is said beside their names, and what. */
export type DefinedKind = { [K in CaseKind]: TypesOf[K]['definition'] extends null ? never : K }[CaseKind];
export type Definitions = { [K in DefinedKind]: TypesOf[K]['definition'] };

/** The kind of which the supervisor's board is: its cases go through stages, and no other kind's do. */
export type BoardKind = { [K in CaseKind]: TypesOf[K]['staged'] extends true ? K : never }[CaseKind];
const isOnBoard = (kind: CaseKind): kind is BoardKind => kinds[kind].staged;
export const boardKind = theOnly(caseKinds.filter(isOnBoard));
/** All others: of these the board says how many somebody holds beside. */
export type OtherKind = Exclude<CaseKind, BoardKind>;
export const otherKinds = caseKinds.filter((kind): kind is OtherKind => !isOnBoard(kind));

/** What the deadlines of cases may be for. */
export type Purpose = TypesOf[CaseKind]['purpose'];
export const purposes = [...new Set(all.flatMap((kind) => kind.purposes))] as readonly Purpose[];
export const isPurpose = (text: string | null): text is Purpose => purposes.some((purpose) => purpose === text);

/** What a taxpayer may be told of by a notice. */
export type NoticeKind = { [K in CaseKind]: keyof TypesOf[K]['notices'] & string }[CaseKind];
const noticeSpecs: NoticeTable = Object.fromEntries(all.flatMap(({ notices }) => Object.entries<NoticeSpec>(notices)));
export const noticeKinds = Object.keys(noticeSpecs) as NoticeKind[];

type BySms<Table extends NoticeTable> = { [N in keyof Table]: Table[N]['sms'] extends true ? N : never }[keyof Table];
/** Those for which a gateway needs a template. */
export type SmsNoticeKind = { [K in CaseKind]: BySms<TypesOf[K]['notices']> }[CaseKind];
export const smsNoticeKinds = noticeKinds.filter((kind): kind is SmsNoticeKind => noticeSpecs[kind]?.sms === true);

function theOnly<Item>([item, ...more]: readonly Item[]): Item {
  if (item === undefined || more.length > 0) throw new Error('the board counts one kind by its stages, and only one');
  return item;
}
