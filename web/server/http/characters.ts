import type { FieldFault } from './fault.ts';

/**
 * Fields that hold a character which PostgreSQL cannot keep: NUL, or half of a surrogate pair. They are refused rather than
 * silently changed.
 * @param value anything that came as JSON or as a query
 * @returns one fault a field, with its path
 */
export function unstorableFields(value: unknown, path = ''): FieldFault[] {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [{ path, code: 'invalid' }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorableFields(inner, path === '' ? key : `${path}.${key}`));
}
