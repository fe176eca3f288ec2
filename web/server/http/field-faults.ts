/**
 * What zod found wrong, in the codes of the API: every field at once, with the number that its sentence needs.
 */
import type { z } from 'zod';

import { fieldCodes, type FieldCode } from '../../api/errors.ts';
import type { FieldFault } from './fault.ts';

type Issue = z.core.$ZodIssue;

/** So many wrong fields are told of at once: nobody mends more before looking again. */
export const mostFieldFaults = 50;
/** A longer path than this names a field that we do not have. */
const longestPath = 200;

/** The first fault of each field, at most `mostFieldFaults`; what comes after those is not even looked for. */
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
 * One fault for every place that zod found wrong; a field may come twice.
 * @param input what was checked: a value that is not there is `required`, whatever zod calls it
 */
export function* fieldFaultsOf(issues: readonly Issue[], input: unknown): Generator<FieldFault> {
  for (const issue of issues) for (const single of flatten(issue)) yield fieldFaultOf(single, input);
}

/** Of a union nothing matches, the branch that came nearest says what is wrong. */
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

/** The code of a rule of ours: in its parameters, or as its message. */
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
