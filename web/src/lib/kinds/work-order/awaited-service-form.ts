import type { Case } from '../../../../api/kinds.ts';

/** True while an order waits for a form. */
export const awaitsServiceForm = ({ clock }: Pick<Case, 'clock'>): boolean => clock?.purpose === 'form';

/** Returns the form that an order waits for; undefined when it waits for none, or the form cannot be read from here. */
export const awaitedServiceForm = ({
  clock,
  story,
  thread,
}: Pick<Case, 'clock' | 'story' | 'thread'>): Case['thread'][number] | undefined => {
  if (!awaitsServiceForm({ clock })) return undefined;
  const number = story.findLast(({ type }) => type === 'form-sent')?.data['number'];
  return thread.find((linked) => linked.kind === 'service-form' && linked.number === number);
};
