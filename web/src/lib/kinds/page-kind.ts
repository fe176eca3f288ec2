/** What every page that shows cases of all kinds has to know of one kind: its words, marks and addresses. */
import type { Component } from 'svelte';
import type { StoryEvent } from '../../../api/cases.ts';

export interface Look {
  readonly words: string;
  readonly tone: 'plain' | 'info' | 'good' | 'warn' | 'bad';
  readonly icon: Component;
}

/** What happened, as far as its sentence depends on it. */
export type Told = Pick<StoryEvent, 'type' | 'data'>;

/** Whom the sentence of an event names. */
interface Named {
  /** Who did it. */
  readonly who: string;
  /** The officer it concerns. */
  readonly officer: string;
}

/** What the facts beside a case are called. */
interface FactWords {
  readonly details: string;
  readonly centre: string;
  readonly version: string;
  readonly openedAt: string;
  readonly answeredAt: string;
  readonly closedAt: string;
  readonly outcome: string;
}

export interface PageKind {
  readonly icon: Component;
  /** Whether its name stands out where several kinds are listed. */
  readonly strong: boolean;
  /** 留言, 工单, 确认单. */
  readonly name: () => string;
  /** 留言 2026…, 工单 2026…, 确认单 2026…. */
  readonly label: (number: string) => string;
  /** Its statuses in the order in which a case passes through them. */
  readonly statuses: readonly string[];
  /** Those of a case that somebody has something to do with. */
  readonly openStatuses: readonly string[];
  /** How it stands; undefined for a status that this version does not know. @param own its taxpayer reads it */
  readonly look: (status: string, own: boolean) => Look | undefined;
  /** How it ended; undefined for what is not known. */
  readonly outcome: (outcome: unknown) => string | undefined;
  readonly facts: () => FactWords;
  /** What happened, in a word or two; undefined for an event that is not known. */
  readonly event: (type: string) => string | undefined;
  /** What happened, as a sentence for officers; undefined for an event that is not known. */
  readonly deskSentence: (event: Told, named: Named) => string | undefined;
  /** What is told beside that sentence of an event of which the kind says it itself; undefined for all others. */
  readonly deskAside?: (event: Told) => { readonly words: string | undefined } | undefined;
  /** What happened, as a sentence for its taxpayer. @param centre the case's own, where the event names none */
  readonly ownSentence: (event: Told, centre: string) => string | undefined;
  /** What a supervisor is asked and told who ends such a case. */
  readonly end: {
    readonly title: () => string;
    readonly askTitle: (number: string) => string;
    readonly askBody: () => string;
    readonly done: () => string;
  };
  /** The folder of its pages in the taxpayer's window. */
  readonly folder: string;
}

const isKnown = <const Known extends string>(known: readonly Known[], value: unknown): value is Known =>
  known.some((each) => each === value);

/** The value, if it is one of these. */
export const oneOf = <const Known extends string>(known: readonly Known[], value: unknown): Known | undefined =>
  isKnown(known, value) ? value : undefined;

/** A text among the particulars of an event; undefined where there is none. */
export const textIn = (data: StoryEvent['data'], ...names: readonly string[]): string | undefined =>
  names.map((name) => data[name]).find((value): value is string => typeof value === 'string' && value !== '');
