/** Translates zod's issues into the codes of the API, for all fields at once, with the limit for each sentence. */
import type { z } from 'zod';

import { fieldCodes, type FieldCode } from '../../api/errors.ts';
import type { FieldFault } from './fault.ts';

type Issue = z.core.$ZodIssue;

/** Maximum number of wrong fields per answer. */
export const mostFieldFaults = 50;
/** A longer path belongs to no field of ours. */
const longestPath = 200;

/** Returns the first fault of each field, at most `mostFieldFaults`; stops looking after that. */
export function firstFaults(...found: Iterable<FieldFault>[]): FieldFault[] {
  const byPath = new Map<string, FieldFault>();
  for (const faults of found) {
    for (const fault of faults) {
      if (byPath.size >= mostFieldFaults) return [...byPath.values()];
      const path = fault.path.slice(0, longestPath).toWellFormed();
      if (!byPath.has(path)) byPath.set(path, { ...fault, path });
    }
  }
  return [...byPath.values()];
}

/**
 * Yields one fault per issue of zod; a field may occur twice.
 * @param input the checked value; a missing value is `required`, whatever zod calls it
 */
export function* fieldFaultsOf(issues: readonly Issue[], input: unknown): Generator<FieldFault> {
  for (const issue of issues) for (const single of flatten(issue)) yield fieldFaultOf(single, input);
}

/** For a union without a match, the issues of the nearest branch are reported. */
function* flatten(issue: Issue): Generator<Issue> {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
    yield issue;
    return;
  }
  const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
  for (const inner of nearest) yield* flatten({ ...inner, path: [...issue.path, ...inner.path] });
}

function fieldFaultOf(issue: Issue, input: unknown): FieldFault {
  const path = issue.path.map(String).join('.');
  const value = valueAt(input, issue.path);
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return { path, code: 'required' };
  switch (issue.code) {
    case 'too_small':
      return sized(path, issue.origin, 'too-short', Number(issue.minimum));
    case 'too_big':
      return sized(path, issue.origin, 'too-long', Number(issue.maximum));
    case 'invalid_value':
      return { path, code: 'not-a-choice' };
    case 'invalid_format':
      return { path, code: isFieldCode(issue.message) ? issue.message : issue.format === 'date' ? 'not-a-date' : 'invalid' };
    case 'custom':
      return { path, ...customOf(issue.params, issue.message) };
    default:
      return { path, code: 'invalid' };
  }
}

const sized = (path: string, origin: string, code: 'too-short' | 'too-long', limit: number): FieldFault =>
  origin === 'string' || origin === 'array' ? { path, code, limit } : { path, code: 'out-of-range', limit };

/** Code of one of our own rules, from its parameters or from its message. */
function customOf(params: Record<string, unknown> | undefined, message: string): { code: FieldCode; limit?: number } {
  const code = [params?.['code'], message].find(isFieldCode) ?? 'invalid';
  const limit = params?.['limit'];
  return typeof limit === 'number' ? { code, limit } : { code };
}

const isFieldCode = (value: unknown): value is FieldCode => fieldCodes.some((code) => code === value);

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );
}
