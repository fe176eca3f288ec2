/**
 * What the events of a kind mean to everything that does not know the kind: who is told of them, with what, and which contents and
 * cases they name.
 *
 * 1. What is not said is not told: an event reaches those whom its rule names, each of its fields those whom the field names.
 * 2. A kind has a rule for every type of event and every field of it; the compiler names what is missing.
 * 3. A stored event may be of an older version: a field that it lacks says nothing, one that no rule knows is told to nobody.
 */

/** Whom a field is told to. A taxpayer is told nothing that officers are not. */
type Audience = 'everybody' | 'officers' | 'nobody';

/** What a field holds: an id of something, a list of them, or a value that is shown as it is under its own name. */
export type Meaning = 'text' | 'files' | 'case' | 'officer' | 'centre' | 'stage' | 'papers' | 'clock' | 'value';

export interface Field {
  readonly is: Meaning;
  readonly to: Audience;
}

const field =
  (is: Meaning) =>
  (to: Audience): Field => ({ is, to });
/** The id of what was said. */
export const text = field('text');
/** Ids of uploads. */
export const files = field('files');
/** The id of another case: naming it links the two. */
export const linked = field('case');
export const officer = field('officer');
export const centre = field('centre');
/** A stage of an order with its clock. */
export const stage = field('stage');
/** Papers by their keys, with what was handed in or judged. */
export const papers = field('papers');
/** Until when the next step is due. */
export const clock = field('clock');
export const value = field('value');

/**
 * Whether a taxpayer is told of an event: always, never, of some, or `as` another: of all that are told under one name the first,
 * without who did it.
 */
type ToTaxpayer<E> = boolean | { when(event: E): boolean } | { as: string };

interface EventRule<E extends { type: string }> {
  readonly officers: boolean;
  readonly taxpayer: ToTaxpayer<E>;
  readonly fields: { readonly [F in Exclude<keyof E, 'type'>]-?: Field };
}

/** The rules of a kind, by type of event. */
export type EventRules<E extends { type: string }> = { readonly [K in E['type']]: EventRule<Extract<E, { type: K }>> };

/** The rules of some kind, its types folded away. */
export type AnyEventRules = Readonly<
  Record<string, { officers: boolean; taxpayer: ToTaxpayer<never>; fields: Readonly<Record<string, Field>> }>
>;

/** A rule for events that everybody is told of. */
export const told = <const F extends Readonly<Record<string, Field>>>(fields: F) => ({ officers: true, taxpayer: true, fields }) as const;
/** A rule for events that are the officers' own affair. */
export const inner = <const F extends Readonly<Record<string, Field>>>(fields: F) => ({ officers: true, taxpayer: false, fields }) as const;
/** A rule for events that to a taxpayer mean that somebody took the matter up. */
export const takenUp = <const F extends Readonly<Record<string, Field>>>(fields: F) =>
  ({ officers: true, taxpayer: { as: 'assigned' }, fields }) as const;

type Stored = Readonly<Record<string, unknown>>;

/** What an event holds of one meaning, in the order of its rule; of a type that the rules do not know, nothing. */
function held(rules: AnyEventRules, type: string, data: Stored, is: Meaning, to: (field: Field) => boolean = () => true): unknown[] {
  const fields = Object.hasOwn(rules, type) ? rules[type]?.fields : undefined;
  return Object.entries(fields ?? {}).flatMap(([name, rule]) => (rule.is === is && to(rule) && name in data ? [data[name]] : []));
}

const isId = (id: unknown): id is string => typeof id === 'string';

/** An event as it happened or as it is stored: its fields beside its type, or within `data`. */
export interface Told {
  type: string;
  data: Stored;
}
export const toldBy = (event: { type: string }): Told => ({ type: event.type, data: { ...event } });

/** The ids of what an event says. */
export const textIdsOf = (rules: AnyEventRules, { type, data }: Told): string[] => held(rules, type, data, 'text').filter(isId);

/** The ids of the uploads that an event hands in. */
export const uploadIdsOf = (rules: AnyEventRules, { type, data }: Told): string[] =>
  held(rules, type, data, 'files')
    .flatMap((ids) => (Array.isArray(ids) ? (ids as unknown[]) : []))
    .filter(isId);

/** The ids of the cases that an event links. */
export const linksOf = (rules: AnyEventRules, { type, data }: Told): string[] => held(rules, type, data, 'case').filter(isId);

/** What of an event's fields of one meaning a reader is told, in the order of its rule. */
export const toldOf = (rules: AnyEventRules, { type, data }: Told, is: Meaning, reader: 'officer' | 'taxpayer'): unknown[] =>
  held(rules, type, data, is, ({ to }) => to === 'everybody' || (reader === 'officer' && to === 'officers'));

/** The values of an event that a reader is told, by name. */
export function valuesFor(rules: AnyEventRules, { type, data }: Told, reader: 'officer' | 'taxpayer'): [name: string, value: unknown][] {
  const fields = Object.hasOwn(rules, type) ? rules[type]?.fields : undefined;
  return Object.entries(fields ?? {}).flatMap(([name, { is, to }]) =>
    is === 'value' && name in data && (to === 'everybody' || (reader === 'officer' && to === 'officers')) ? [[name, data[name]]] : [],
  );
}

/** Whether officers are told of an event. */
export const isToldToOfficers = (rules: AnyEventRules, type: string): boolean =>
  (Object.hasOwn(rules, type) && rules[type]?.officers) ?? false;

/** Under which name a taxpayer is told of an event; null when not. Of those with one name that is not their own, only the first is told. */
export function nameForTaxpayers(rules: AnyEventRules, { type, data }: Told): { name: string; once: boolean } | null {
  const rule = Object.hasOwn(rules, type) ? rules[type]?.taxpayer : undefined;
  if (rule === undefined || rule === false) return null;
  if (rule === true) return { name: type, once: false };
  if ('as' in rule) return { name: rule.as, once: true };
  return (rule.when as (event: unknown) => boolean)({ ...data, type }) ? { name: type, once: false } : null;
}
