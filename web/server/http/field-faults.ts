/**
 * What zod found wrong, in the codes of the API: every field at once, with the number that its sentence needs.
 */
import type { z } from 'zod';

import { fieldCodes, type FieldCode } from '../../api/errors.ts';
import type { FieldFault } from './fault.ts';

type Issue = z.core.$ZodIssue;

/**
 * @param input what was checked: a value that is not there is `required`, whatever zod calls it
 */
export function fieldFaultsOf(issues: readonly Issue[], input: unknown): FieldFault[] {
  const found = issues.flatMap((issue) => flatten(issue)).map((issue) => fieldFaultOf(issue, input));
  return found.filter((fault, i) => found.findIndex(({ path }) => path === fault.path) === i);
}

/** Of a union nothing matches, the branch that came nearest says what is wrong. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return nearest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
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
