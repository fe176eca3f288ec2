/** Contract of a kind for the officers' page of a case: its parts, its actions and its texts to write. */
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
  /** Address of another case's page for officers. */
  hrefOf: (id: string) => string;
}

export interface DialogProps<K extends CaseKind> {
  open: boolean;
  action: CaseAction;
  theCase: CaseOf<K>;
  /** Its papers, with the words for asking for them; undefined for a kind without papers. */
  papers: { readonly all: readonly CasePaper[]; readonly ask: AskWords } | undefined;
  officerId: string;
  doing: CaseDoing;
}

/** An action with a button and a shortcut key, offered while the case allows it. */
export interface Offer<K extends CaseKind> {
  readonly action: CaseAction;
  /** Shortcut key as shown. */
  readonly letter: string;
  readonly words: () => string;
  /** Beginning of the command: with a dialog, on another page, at the papers, at once, or with the dialog common to all kinds. */
  readonly begin:
    | { readonly dialog: Component<DialogProps<K>, object, 'open'> }
    | { readonly page: string }
    | { readonly command: CommandOf<K>; readonly done: (number: string) => string }
    | 'papers'
    | 'end';
}

/** An action that advances the case, as opposed to one that changes its assignee. */
export interface Step<K extends CaseKind> extends Offer<K> {
  readonly icon: Component;
  /** True when the case leaves its stage, so that unsent verdicts on papers would be dropped. */
  readonly leaves: boolean;
  /** True for the next step to take. */
  readonly main: boolean;
}

/** A text to the taxpayer, with files. */
export interface Writing<K extends CaseKind> {
  readonly action: CaseAction;
  readonly letter: string;
  readonly icon: Component;
  /** True when the case waits for it. */
  readonly main: boolean;
  readonly words: () => {
    readonly action: string;
    readonly text: string;
    readonly placeholder: string;
    /** Warning beside the button, for a text that cannot be taken back. */
    readonly final?: string;
    readonly files: string;
    readonly send: string;
    readonly done: string;
  };
  readonly command: (body: ContentBody) => CommandOf<K>;
}

/** Words for asking for papers. */
interface AskWords {
  readonly title: string;
  readonly intro: string;
  readonly papers: string;
  readonly words: string;
  readonly wordsMissing: string;
  readonly submit: string;
  readonly done: string;
}

/** A fact beside those common to all kinds. */
interface DeskFact {
  readonly name: string;
  readonly value: string;
}

/** A page of the desk for cases of one kind, beside the worklist. */
export interface DeskPlace {
  readonly href: string;
  readonly label: () => string;
  /** Second key after G that leads there, as shown. */
  readonly letter: string;
  /** Number of things there that wait for the officer. */
  readonly count: () => number;
  /** That number in words. */
  readonly countWords: (count: number) => string;
  /** Question before the officer signs out; undefined when nothing speaks against it. */
  readonly leaving: () => string | undefined;
  /** Keeps the count up to date on all officers' pages; returns how to stop. */
  readonly follow: () => () => void;
}

/** Period of a report by its days, and one centre or all. */
export interface ReportBlockProps {
  readonly from: string;
  readonly to: string;
  readonly centreId: string | undefined;
}

export interface DeskKind<K extends CaseKind> {
  readonly place?: DeskPlace;
  /** Block of the supervisor's reports, for figures that only this kind has. */
  readonly report?: Component<ReportBlockProps>;
  /** Block of the supervisor's overview, for what changes from moment to moment. */
  readonly overview?: Component;
  /** Block of the overview for administrators as well: it names no taxpayer. */
  readonly load?: Component;
  /** Parts at the top of the page, and parts after them. */
  readonly parts: readonly Component<PartProps<K>>[];
  /** Its papers, and the words for asking for them. */
  readonly papers?: { readonly of: (theCase: CaseOf<K>) => readonly CasePaper[]; readonly ask: () => AskWords };
  /** Mark in the head, beside the status. */
  readonly mark?: (theCase: CaseOf<K>) => string | undefined;
  readonly facts: (theCase: CaseOf<K>) => readonly DeskFact[];
  /** Explains why no action, or not every action, is possible; undefined when all are. */
  readonly hint: (theCase: CaseOf<K>, officerId: string) => string | undefined;
  /** Text on the page that sends a 业务办理服务确认单 from the case, for kinds that allow it. */
  readonly sendsForm?: (theCase: CaseOf<K>) => string;
  /** Label of the row of texts and steps. */
  readonly label: () => string;
  readonly steps: readonly Step<K>[];
  readonly writings: readonly Writing<K>[];
  readonly offers: readonly Offer<K>[];
}
