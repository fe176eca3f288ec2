/** Changes that the sender makes to a template's papers, and the date until which they are wanted. */
import { z } from 'zod';
import { mostMorePapers, type SendFormBody } from '../../../../../api/service-form/form.ts';
import { definitionLimits } from '../../../../../../domain/definition-limits.ts';
import { lengthOf } from '../../../../../../domain/input/text.ts';
import type { ControlFault } from '#lib/desk/drafts/beginning.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';

const keptSchema = z.object({
  without: z.array(z.string()),
  more: z.array(z.object({ name: z.string(), required: z.boolean() })).max(mostMorePapers),
  until: z.string().nullable(),
});

/** Id of the control for the name of a further paper. */
export const nameControl = (i: number): string => `form-more-${String(i)}`;
export const untilControl = 'form-until';
export const papersControl = 'form-papers';

export class PaperChoice {
  without = $state<string[]>([]);
  more = $state<{ name: string; required: boolean }[]>([]);
  until = $state('');

  get body(): Pick<Required<SendFormBody>, 'without' | 'more' | 'until'> {
    return {
      without: [...this.without],
      more: this.more.map(({ name, required }) => ({ name: name.trim(), required })),
      until: this.until === '' ? null : this.until,
    };
  }

  get faults(): ControlFault[] {
    return this.more.flatMap(({ name }, i): ControlFault[] => {
      if (lengthOf(name) === 0) return [{ id: nameControl(i), text: t('formDesk:send.moreMissing') }];
      const over = lengthOf(name) - definitionLimits.name;
      return over > 0 ? [{ id: nameControl(i), text: t('desk:compose.tooLong', { limit: definitionLimits.name, over }) }] : [];
    });
  }

  get controls(): Record<string, string> {
    return { without: papersControl, more: this.more.length > 0 ? nameControl(0) : papersControl, until: untilControl };
  }

  /** True when one more paper can be added. */
  get hasRoom(): boolean {
    return this.more.length < mostMorePapers;
  }

  /** Leaves out all papers of the template but these. */
  keep(all: readonly string[], wanted: readonly string[]): void {
    this.without = all.filter((key) => !wanted.includes(key));
  }

  add(): void {
    this.more.push({ name: '', required: true });
  }

  remove(i: number): void {
    this.more.splice(i, 1);
  }

  resume(kept: unknown): void {
    const read = keptSchema.safeParse(kept);
    if (!read.success) return;
    this.without = read.data.without;
    this.more = read.data.more;
    this.until = read.data.until ?? '';
  }

  clear(): void {
    this.without = [];
    this.more = [];
    this.until = '';
  }
}
