/** What the officers' page of a case has to know of one kind: its parts, what can be done to it, and what is written. */
import type { Component } from 'svelte';
import type { CaseKind } from '../../../../domain/case.ts';
import type { ContentBody } from '../../../api/cases.ts';
import type { Case, CaseOf } from '../../../api/kinds.ts';
import type { CasePaper } from '../../../api/papers.ts';
import type { CommandOf } from '#lib/api/command.ts';
import type { CaseDoing } from '#lib/desk/commands/case-doing.svelte.ts';

export type CaseAction = Case['actions'][number];

export interface PartProps<K extends CaseKind> {
  theCase: CaseOf<K>;
  /** The officers' page of another case. */
  hrefOf: (id: string) => string;
}

export interface DialogProps<K extends CaseKind> {
  open: boolean;
  action: CaseAction;
  theCase: CaseOf<K>;
  /** The papers that belong to it, with the words in which they are asked for; undefined of a kind without any. */
  papers: { readonly all: readonly CasePaper[]; readonly ask: AskWords } | undefined;
  officerId: string;
  doing: CaseDoing;
}

/** Something that can be done by a button or its key, while the case allows the action. */
export interface Offer<K extends CaseKind> {
  readonly action: CaseAction;
  /** The key, as it is shown. */
  readonly letter: string;
  readonly words: () => string;
  /** A dialog asks for what is needed, another page does, the papers are shown, or it is done at once or asked about as for every kind. */
  readonly begin: { readonly dialog: Component<DialogProps<K>, object, 'open'> } | { readonly page: string } | 'papers' | 'claim' | 'end';
}

/** What carries a case on, as against who has it. */
export interface Step<K extends CaseKind> extends Offer<K> {
  readonly icon: Component;
  /** Whether the case leaves where it stands, and verdicts on papers that were not sent would be dropped. */
  readonly leaves: boolean;
  /** Whether it is what is done next. */
  readonly main: boolean;
}

/** Something that is said to the taxpayer, with files. */
export interface Writing<K extends CaseKind> {
  readonly action: CaseAction;
  readonly letter: string;
  readonly icon: Component;
  /** Whether it is what the case waits for. */
  readonly main: boolean;
  readonly words: () => {
    readonly action: string;
    readonly text: string;
    readonly placeholder: string;
    /** What is said beside the button of what cannot be taken back. */
    readonly final?: string;
    readonly files: string;
    readonly send: string;
    readonly done: string;
  };
  readonly command: (body: ContentBody) => CommandOf<K>;
}

/** What is said where papers are asked for. */
interface AskWords {
  readonly title: string;
  readonly intro: string;
  readonly papers: string;
  readonly words: string;
  readonly wordsMissing: string;
  readonly submit: string;
  readonly done: string;
}

/** A fact beside those of every case. */
interface DeskFact {
  readonly name: string;
  readonly value: string;
}

export interface DeskKind<K extends CaseKind> {
  /** What goes before everything else on the page, and what follows it. */
  readonly parts: readonly Component<PartProps<K>>[];
  /** The papers that belong to it, and how they are asked for. */
  readonly papers?: { readonly of: (theCase: CaseOf<K>) => readonly CasePaper[]; readonly ask: () => AskWords };
  /** What stands in the head beside its status. */
  readonly mark?: (theCase: CaseOf<K>) => string | undefined;
  readonly facts: (theCase: CaseOf<K>) => readonly DeskFact[];
  /** Why there is nothing, or not everything, to do; undefined when there is. */
  readonly hint: (theCase: CaseOf<K>, officerId: string) => string | undefined;
  /** What is said where a 业务办理服务确认单 is sent from such a case, of kinds from which one can be. */
  readonly sendsForm?: (theCase: CaseOf<K>) => string;
  /** What the row of what can be written and carried on is called. */
  readonly label: () => string;
  readonly steps: readonly Step<K>[];
  readonly writings: readonly Writing<K>[];
  readonly offers: readonly Offer<K>[];
}
