import type { FieldFault } from './fault.ts';

/** Whether PostgreSQL can keep a text: it takes neither NUL nor half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * Fields that hold, or are named by, a text which PostgreSQL cannot keep. They are refused rather than silently changed.
 * @param value anything that came as JSON or as a query, not deeper than a body may be
 * @returns one fault a field, with its path
 */
export function* unstorableFields(value: unknown, path = ''): Generator<FieldFault> {
  if (typeof value === 'string') {
    if (!isStorable(value)) yield { path, code: 'invalid' };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const below = path === '' ? key : `${path}.${key}`;
      if (isStorable(key)) yield* unstorableFields(inner, below);
      else yield { path: below.replaceAll('\0', '').toWellFormed(), code: 'invalid' };
    }
  }
}
