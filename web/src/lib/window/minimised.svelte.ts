import { hearHost } from './host.ts';

let minimised = $state(false);

hearHost((message) => {
  if (message.type === 'minimised') minimised = true;
  else if (message.type === 'opened') minimised = false;
});

/** True when the person can see the window: not minimised, and in a visible tab. */
export const inSight = (): boolean => !minimised && document.visibilityState === 'visible';

/** True while the host shows only the icon; reactive. */
export const isMinimised = (): boolean => minimised;
