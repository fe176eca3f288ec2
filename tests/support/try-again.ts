import { jest } from '@jest/globals';

// On real servers: a machine that stands still for seconds makes anything late. What fails is told, and fails the run when it fails again.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
