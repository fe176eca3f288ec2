import { passes, type Problem } from '#lib/api/problem.ts';
import type { Failure } from './sent.ts';

const refusedStatus = 409;

/** Returns what a failed submission says of its outcome. */
export const failureOf = (problem: Problem): Failure => {
  if (passes(problem)) return 'unknown';
  return problem.is('key-reused') || problem.status === refusedStatus ? 'refused' : 'faulty';
};
