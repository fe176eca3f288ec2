/** Payload converter inside workflows; workers bundle it with the workflow code. */
import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/** Placeholder for an unreadable payload: reading a property throws, a mere check for presence finds nothing. */
const unreadable: unknown = new Proxy(Object.freeze({}), {
  get: () => {
    throw new TypeError('this payload cannot be read');
  },
});

/**
 * A signal enters the history whether its payload is readable or not. One that fails to deserialise would block its case forever. The
 * converter therefore passes on a placeholder, and the signal handler logs that it does not understand it. An unreadable update is refused
 * and an unreadable activity result fails the task, as with the default converter.
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
