/** The form's own part of a case's page: papers, saved entries, result. */
import type { Story } from '../../../db/story.ts';
import type { ServiceFormState } from '../../../domain/service-form/form.ts';
import type { FormDefinition } from '../../../domain/service-form/template.ts';
import type { FormPart } from '../../api/service-form/part.ts';
import { filesOf, presentPapers, textOf, type PaperReading } from '../cases/papers.ts';

/**
 * Presents a form. Saved entries that are not handed in yet are shown to its taxpayer only.
 * @param numbers numbers of the thread's cases that the reader may see, by id
 */
export function presentForm(
  state: ServiceFormState,
  { papers: specs }: FormDefinition,
  story: Story,
  numbers: ReadonlyMap<string, string>,
  reading: PaperReading,
): FormPart {
  const { draft, orderId } = state;
  const mine = reading.forOfficers ? null : draft;
  const result = story.events.find(({ type }) => type === 'completed');
  const orderNumber = orderId === null ? undefined : numbers.get(orderId);
  return {
    typeVersion: state.typeVersion,
    papers: presentPapers(state.papers, specs, story, reading).map((paper) => ({
      ...paper,
      draft: filesOf(mine?.papers.find(({ key }) => key === paper.key)?.uploadIds ?? [], story, reading),
    })),
    note: mine ? textOf(mine.textId, story) : textOf(story.events.findLast(({ type }) => type === 'confirmed')?.data['textId'], story),
    result: result
      ? { text: textOf(result.data['textId'], story) ?? '', files: filesOf((result.data['uploadIds'] ?? []) as string[], story, reading) }
      : null,
    order: orderId === null || orderNumber === undefined ? null : { id: orderId, number: orderNumber },
    saved: draft !== null,
  };
}
