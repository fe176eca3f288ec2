import type { FieldFault } from './fault.ts';

/** True when PostgreSQL can store the text: it accepts neither NUL nor a lone surrogate. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * Finds fields whose value or name PostgreSQL cannot store. They are refused instead of being changed silently.
 * @param value any parsed JSON body or query, within the depth limit of a body
 * @returns one fault per field, with its path
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
