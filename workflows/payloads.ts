/** How what comes from outside is turned into values within a workflow; workers bundle it with the workflows. */
import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/** Stands for what cannot be read: whoever looks into it learns that, and whoever only asks whether something is there finds nothing. */
const unreadable: unknown = new Proxy(Object.freeze({}), {
  get: () => {
    throw new TypeError('this payload cannot be read');
  },
});

/**
 * A signal is in the history once it is sent, readable or not: one that could not be turned into values would stop its case for ever.
 * An unreadable one is handed on instead, and its handler says that it does not understand it. An update of that sort is refused, and
 * an activity's result fails the task, as they would without.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: (payload, context) => {
    try {
      return defaultPayloadConverter.fromPayload(payload, context);
    } catch {
      return unreadable as never;
    }
  },
};
