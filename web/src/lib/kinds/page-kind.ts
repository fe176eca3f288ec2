/** Contract of a kind for pages with cases of all kinds: words, marks, addresses. */
import type { Component } from 'svelte';
import type { StoryEvent } from '../../../api/cases.ts';

export interface Look {
  readonly words: string;
  readonly tone: 'plain' | 'info' | 'good' | 'warn' | 'bad';
  readonly icon: Component;
}

/** The parts of an event that its sentence depends on. */
export type Told = Pick<StoryEvent, 'type' | 'data'>;

/** Names in the sentence of an event. */
interface Named {
  /** Actor. */
  readonly who: string;
  /** The officer concerned. */
  readonly officer: string;
}

/** Labels of the facts beside a case. */
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
  /** True when its name is emphasized in lists of several kinds. */
  readonly strong: boolean;
  /** True when its cases have a chat. */
  readonly chat: boolean;
  /** 留言, 工单, 确认单. */
  readonly name: () => string;
  /** 留言 2026…, 工单 2026…, 确认单 2026…. */
  readonly label: (number: string) => string;
  /** Statuses in the order in which a case passes through them. */
  readonly statuses: readonly string[];
  /** Statuses in which somebody has something to do. */
  readonly openStatuses: readonly string[];
  /** Look of a status; undefined for an unknown one. @param own true when the reader is the taxpayer */
  readonly look: (status: string, own: boolean) => Look | undefined;
  /** Word for an outcome; undefined for an unknown one. */
  readonly outcome: (outcome: unknown) => string | undefined;
  readonly facts: () => FactWords;
  /** Short name of an event; undefined for an unknown one. */
  readonly event: (type: string) => string | undefined;
  /** Sentence about an event for officers; undefined for an unknown event. */
  readonly deskSentence: (event: Told, named: Named) => string | undefined;
  /** Detail beside that sentence, for events where the kind decides it; undefined for all others. */
  readonly deskAside?: (event: Told) => { readonly words: string | undefined } | undefined;
  /** Sentence about an event for the taxpayer. @param centre the case's centre, for events that name none */
  readonly ownSentence: (event: Told, centre: string) => string | undefined;
  /** Words of the dialog in which a supervisor ends such a case. */
  readonly end: {
    readonly title: () => string;
    readonly askTitle: (number: string) => string;
    readonly askBody: () => string;
    readonly done: () => string;
  };
  /** Folder of its pages in the taxpayer's window. */
  readonly folder: string;
}

const isKnown = <const Known extends string>(known: readonly Known[], value: unknown): value is Known =>
  known.some((each) => each === value);

/** Returns the value if it is one of `known`. */
export const oneOf = <const Known extends string>(known: readonly Known[], value: unknown): Known | undefined =>
  isKnown(known, value) ? value : undefined;

/** Returns the text under the first of these names in an event's data; undefined when there is none. */
export const textIn = (data: StoryEvent['data'], ...names: readonly string[]): string | undefined =>
  names.map((name) => data[name]).find((value): value is string => typeof value === 'string' && value !== '');
