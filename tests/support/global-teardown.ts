import { running } from './global-setup.ts';

/** Stops what global-setup started, and removes its files. */
const tearDown = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
};

export default tearDown;
