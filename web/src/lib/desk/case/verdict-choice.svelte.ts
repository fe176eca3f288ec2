/** Verdicts that an officer has chosen and not sent yet, each with the revision that it applies to and its reason. */
import { lengthOf } from '../../../../../domain/input/text.ts';
import type { Verdict } from '../../../../../domain/papers.ts';
import { maxTextLength } from '../../../../../domain/settings.ts';
import type { CasePaper } from '../../../../api/papers.ts';
import { t } from '#lib/i18n.svelte.ts';
import { uuid } from '#lib/uuid.ts';

type Choice = Verdict['verdict'];

/** A verdict as it is sent. */
interface Given {
  readonly key: string;
  readonly verdict: Choice;
  readonly revision: number;
  readonly reason: { readonly id: string; readonly text: string } | null;
}

export class VerdictChoice {
  readonly #papers: () => readonly CasePaper[];
  readonly #reviewing: () => boolean;
  /** A paper that is handed in again needs a new verdict. */
  #chosen = $state.raw<Readonly<Record<string, { verdict: Choice; revision: number }>>>({});
  #reasons = $state<Record<string, string>>({});
  #tried = $state(false);
  /** The same reason for the same revision has the same id, so that a repetition is recognised. */
  readonly #ids: Record<string, string> = {};

  constructor(papers: () => readonly CasePaper[], reviewing: () => boolean) {
    this.#papers = papers;
    this.#reviewing = reviewing;
  }

  allowedFor({ status }: CasePaper): readonly Choice[] {
    if (!this.#reviewing() || status === 'accepted' || status === 'waived') return [];
    return status === 'handed-in' ? ['accepted', 'returned', 'waived'] : ['waived'];
  }

  on(paper: CasePaper): Choice | undefined {
    const chosen = this.#chosen[paper.key];
    return chosen?.revision === paper.revision && this.allowedFor(paper).includes(chosen.verdict) ? chosen.verdict : undefined;
  }

  choose(paper: CasePaper, verdict: Choice | undefined): void {
    const { [paper.key]: _before, ...others } = this.#chosen;
    this.#chosen = verdict === undefined ? others : { ...others, [paper.key]: { verdict, revision: paper.revision } };
  }

  reasonFor(key: string): string {
    return this.#reasons[key] ?? '';
  }

  explain(key: string, text: string): void {
    this.#reasons[key] = text;
  }

  wantsReason(paper: CasePaper): boolean {
    const verdict = this.on(paper);
    return verdict !== undefined && verdict !== 'accepted';
  }

  /** The fault of a reason, if any: too long is reported at once, missing only after a try to send. */
  faultOf(paper: CasePaper): string | undefined {
    const used = lengthOf(this.reasonFor(paper.key));
    if (used > maxTextLength) return t('desk:compose.tooLong', { limit: maxTextLength, over: used - maxTextLength });
    return this.#tried && used === 0 ? t('order:reviewPapers.reasonMissing') : undefined;
  }

  /** Marks a try to send; returns the first paper whose reason is missing or too long. */
  firstFault(): CasePaper | undefined {
    this.#tried = true;
    return this.#papers().find((paper) => this.wantsReason(paper) && this.faultOf(paper) !== undefined);
  }

  /** True when a paper was handed in again after its verdict was chosen. */
  get outdated(): boolean {
    return this.#papers().some(({ key, revision }) => this.#chosen[key] !== undefined && this.#chosen[key].revision !== revision);
  }

  get hasReasons(): boolean {
    return Object.values(this.#reasons).some((text) => text.trim() !== '');
  }

  get given(): Given[] {
    return this.#papers().flatMap((paper) => {
      const verdict = this.on(paper);
      if (verdict === undefined) return [];
      const { key, revision } = paper;
      const text = verdict === 'accepted' ? '' : this.reasonFor(key).trim();
      return [{ key, verdict, revision, reason: text === '' ? null : { id: this.#idOf(key, revision, text), text } }];
    });
  }

  clear(): void {
    this.#chosen = {};
    this.#reasons = {};
    this.#tried = false;
  }

  #idOf(key: string, revision: number, text: string): string {
    const place = JSON.stringify([key, revision, text]);
    return (this.#ids[place] ??= uuid());
  }
}
