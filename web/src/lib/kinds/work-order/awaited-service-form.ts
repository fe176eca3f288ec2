import type { Case } from '../../../../api/kinds.ts';

/** Whether an order waits for a form now. */
export const awaitsServiceForm = ({ clock }: Pick<Case, 'clock'>): boolean => clock?.purpose === 'form';

/** The form for which an order waits now; undefined when it waits for none, or for one that cannot be seen from here. */
export const awaitedServiceForm = ({
  clock,
  story,
  thread,
}: Pick<Case, 'clock' | 'story' | 'thread'>): Case['thread'][number] | undefined => {
  if (!awaitsServiceForm({ clock })) return undefined;
  const number = story.findLast(({ type }) => type === 'form-sent')?.data['number'];
  return thread.find((linked) => linked.kind === 'service-form' && linked.number === number);
};
