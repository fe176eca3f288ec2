import { hearHost } from './host.ts';

let minimised = $state(false);

hearHost((message) => {
  if (message.type === 'minimised') minimised = true;
  else if (message.type === 'opened') minimised = false;
});

/** Whether the person sees the window now: not minimised, and in a tab that is in front. */
export const inSight = (): boolean => !minimised && document.visibilityState === 'visible';
