import { randomUUID } from 'node:crypto';

import { z } from 'zod';

type Schema = z.core.JSONSchema.JSONSchema;

/**
 * Returns the smallest value that a schema accepts: required parts only, each list as short as it may be.
 * @param more fields of which the schema's own rules want one, though none is required
 * @throws Error when the sample is not accepted, so that whoever adds a stranger schema learns of it
 */
export function sampleOf(schema: z.ZodType, more: Record<string, unknown> = {}): unknown {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  const least = sampleBy({ ...root, $defs: undefined }, root.$defs ?? {});
  const sample = typeof least === 'object' && !Array.isArray(least) ? { ...least, ...more } : least;
  const read = schema.safeParse(sample);
  if (!read.success) throw new Error(`no sample: ${JSON.stringify(sample)} ${z.prettifyError(read.error)}`);
  return sample;
}

function sampleBy(schema: Schema, named: Record<string, Schema>): unknown {
  if (schema.$ref !== undefined) return sampleBy(named[schema.$ref.replace('#/$defs/', '')] ?? {}, named);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const either = schema.anyOf ?? schema.oneOf;
  // The last choice is mostly null, which asks for nothing.
  if (either !== undefined) return sampleBy(either[0] as Schema, named);
  switch (schema.type) {
    case 'object': {
      const required = schema.required ?? [];
      return Object.fromEntries(required.map((name) => [name, sampleBy(schema.properties?.[name] as Schema, named)]));
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleBy(schema.items as Schema, named));
    case 'string':
      return textBy(schema);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
    case undefined:
      return null;
  }
}

/** Texts that the schemas' patterns and rules want: any words, a key, a telephone. */
const words = ['问', 'a', '19900000001'];

function textBy({ format, minLength = 1, pattern }: Schema): string {
  if (format === 'uuid') return randomUUID();
  if (format === 'date') return '2026-03-04';
  if (format === 'date-time') return '2026-03-04T01:00:00.000Z';
  const word = words.find((each) => pattern === undefined || new RegExp(pattern, 'u').test(each)) ?? '问';
  return word.repeat(Math.ceil(Math.max(minLength, 1) / word.length));
}
