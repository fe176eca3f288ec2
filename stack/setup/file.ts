/** The file from which `npm run setup` installs regions, centres, officers and the keys of host pages. */
import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { kinds } from '../../domain/kinds.ts';
import { isRegional, officerRoles } from '../../domain/policies.ts';
import { PlainError } from '../../runtime/plain-error.ts';

/** Ids stand in addresses, settings and files. */
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'an id consists of small letters, digits and dashes');
const name = z.string().trim().min(1).max(100);
const named = { id, name, nameEn: name };
const login = z.string().regex(/^[\w.@-]{2,60}$/, 'a login consists of 2 to 60 letters, digits and the signs . _ - @');

const hostKey = z.union([
  z.strictObject({ issuer: name, jwksUrl: z.url() }),
  z.strictObject({ issuer: name, secret: z.string().min(32), kid: name.nullable().default(null) }),
]);

const officer = z
  .strictObject({
    login,
    name,
    role: z.enum(officerRoles),
    centre: id.nullable().default(null),
    /** Types of cases that may be given to them; `*` for all that the region has. */
    skills: z.union([z.literal('*'), z.array(z.string())]).default([]),
    groups: z.array(id).default([]),
  })
  .refine(({ role, centre }) => isRegional(role) === (centre === null), {
    path: ['centre'],
    message: 'an administrator or editor belongs to no centre, everybody else to one',
  });

/** Kinds whose types an administrator's page defines cannot be named here. */
const namedKinds = caseKinds.filter((kind) => !kinds[kind].defined);

const region = z.strictObject({
  ...named,
  hostKeys: z.array(hostKey).max(20).default([]),
  centres: z
    .array(z.strictObject({ ...named, bureau: name, bureauEn: name, groups: z.array(z.strictObject(named)).max(100).default([]) }))
    .min(1)
    .max(1_000),
  types: z
    .array(z.strictObject({ ...named, kind: z.enum(namedKinds) }))
    .max(500)
    .default([]),
  officers: z.array(officer).max(10_000).default([]),
});
export type SetupRegion = z.output<typeof region>;
export type SetupOfficer = SetupRegion['officers'][number];

const setupSchema = z.strictObject({ regions: z.array(region).min(1).max(100) });
export type Setup = z.output<typeof setupSchema>;

/** @throws PlainError naming every place of the file that is wrong */
export function readSetup(file: string): Setup {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new PlainError(`The file ${file} cannot be read. An example is docs/operations/setup.example.json.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new PlainError(`The file ${file} is not JSON: ${(error as Error).message}`);
  }
  const parsed = setupSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the file'}: ${message}`);
  throw new PlainError(`${file} is not complete:\n  ${faults.slice(0, 50).join('\n  ')}`);
}
