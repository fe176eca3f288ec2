/**
 * Describes a kind's events to code that does not know the kind: who may see them, which fields, and which contents and cases they
 * reference.
 *
 * 1. The rules are an allow-list. An event is shown only to the readers its rule names, and each field only to the readers that the field
 *    names.
 * 2. A kind has a rule for every event type and every field. The compiler reports a missing one.
 * 3. A stored event may be of an older version. A missing field is skipped, and a field without a rule is shown to nobody.
 */

/** Readers of a field. Whatever taxpayers see, officers see, too. */
type Audience = 'everybody' | 'officers' | 'nobody';

/** Content of a field: an id, a list of ids, or a plain value shown under its name. */
export type Meaning = 'text' | 'files' | 'case' | 'officer' | 'centre' | 'stage' | 'papers' | 'clock' | 'value';

export interface Field {
  readonly is: Meaning;
  readonly to: Audience;
}

const field =
  (is: Meaning) =>
  (to: Audience): Field => ({ is, to });
/** Id of a text. */
export const text = field('text');
/** Ids of uploads. */
export const files = field('files');
/** Id of another case. It links the two cases. */
export const linked = field('case');
export const officer = field('officer');
export const centre = field('centre');
/** Stage of an order with its clock. */
export const stage = field('stage');
/** Papers by key, with files or verdicts. */
export const papers = field('papers');
/** Deadline of the next step. */
export const clock = field('clock');
export const value = field('value');

/**
 * Visibility for the taxpayer: always, never, conditional, or `as` another name. Of all events under the same other name the taxpayer sees
 * only the first, without its actor.
 */
type ToTaxpayer<E> = boolean | { when(event: E): boolean } | { as: string };

interface EventRule<E extends { type: string }> {
  readonly officers: boolean;
  readonly taxpayer: ToTaxpayer<E>;
  readonly fields: { readonly [F in Exclude<keyof E, 'type'>]-?: Field };
}

/** Rules of a kind by event type. */
export type EventRules<E extends { type: string }> = { readonly [K in E['type']]: EventRule<Extract<E, { type: K }>> };

/** Rules of any kind, with the event types erased. */
export type AnyEventRules = Readonly<
  Record<string, { officers: boolean; taxpayer: ToTaxpayer<never>; fields: Readonly<Record<string, Field>> }>
>;

/** Rule for events that everybody sees. */
export const told = <const F extends Readonly<Record<string, Field>>>(fields: F) => ({ officers: true, taxpayer: true, fields }) as const;
/** Rule for events that only officers see. */
export const inner = <const F extends Readonly<Record<string, Field>>>(fields: F) => ({ officers: true, taxpayer: false, fields }) as const;
/** Rule for events that a taxpayer sees as `assigned`. */
export const takenUp = <const F extends Readonly<Record<string, Field>>>(fields: F) =>
  ({ officers: true, taxpayer: { as: 'assigned' }, fields }) as const;

type Stored = Readonly<Record<string, unknown>>;

/** Returns the values of an event's fields of one meaning, in the order of the rule; empty for an unknown event type. */
function held(rules: AnyEventRules, type: string, data: Stored, is: Meaning, to: (field: Field) => boolean = () => true): unknown[] {
  const fields = Object.hasOwn(rules, type) ? rules[type]?.fields : undefined;
  return Object.entries(fields ?? {}).flatMap(([name, rule]) => (rule.is === is && to(rule) && name in data ? [data[name]] : []));
}

const isId = (id: unknown): id is string => typeof id === 'string';

/** Event in uniform shape: `data` holds its fields, whether it is fresh or stored. */
export interface Told {
  type: string;
  data: Stored;
}
export const toldBy = (event: { type: string }): Told => ({ type: event.type, data: { ...event } });

/** Returns the ids of the event's texts, and of the reasons of verdicts on papers. */
export const textIdsOf = (rules: AnyEventRules, { type, data }: Told): string[] =>
  [...held(rules, type, data, 'text'), ...held(rules, type, data, 'papers').flatMap(reasonIdsIn)].filter(isId);

const reasonIdsIn = (papers: unknown): unknown[] =>
  Array.isArray(papers)
    ? papers.map((paper: string | { reasonId?: string }) => (typeof paper === 'string' ? undefined : paper.reasonId))
    : [];

/** Returns the ids of the event's uploads. */
export const uploadIdsOf = (rules: AnyEventRules, { type, data }: Told): string[] =>
  held(rules, type, data, 'files')
    .flatMap((ids) => (Array.isArray(ids) ? (ids as unknown[]) : []))
    .filter(isId);

/** Returns the ids of the cases that the event links. */
export const linksOf = (rules: AnyEventRules, { type, data }: Told): string[] => held(rules, type, data, 'case').filter(isId);

/** Returns the values of one meaning that a reader may see, in the order of the rule. */
export const toldOf = (rules: AnyEventRules, { type, data }: Told, is: Meaning, reader: 'officer' | 'taxpayer'): unknown[] =>
  held(rules, type, data, is, ({ to }) => to === 'everybody' || (reader === 'officer' && to === 'officers'));

/** Returns the plain values that a reader may see, by name. */
export function valuesFor(rules: AnyEventRules, { type, data }: Told, reader: 'officer' | 'taxpayer'): [name: string, value: unknown][] {
  const fields = Object.hasOwn(rules, type) ? rules[type]?.fields : undefined;
  return Object.entries(fields ?? {}).flatMap(([name, { is, to }]) =>
    is === 'value' && name in data && (to === 'everybody' || (reader === 'officer' && to === 'officers')) ? [[name, data[name]]] : [],
  );
}

/** True when officers see the event. */
export const isToldToOfficers = (rules: AnyEventRules, type: string): boolean =>
  (Object.hasOwn(rules, type) && rules[type]?.officers) ?? false;

/**
 * Returns the name under which a taxpayer sees the event; null when they do not. With `once`, only the first event of that name is shown.
 */
export function nameForTaxpayers(rules: AnyEventRules, { type, data }: Told): { name: string; once: boolean } | null {
  const rule = Object.hasOwn(rules, type) ? rules[type]?.taxpayer : undefined;
  if (rule === undefined || rule === false) return null;
  if (rule === true) return { name: type, once: false };
  if ('as' in rule) return { name: rule.as, once: true };
  return (rule.when as (event: unknown) => boolean)({ ...data, type }) ? { name: type, once: false } : null;
}
