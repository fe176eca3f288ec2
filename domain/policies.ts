/**
 * Who may do what, to whose case. Whose it is, is decided here; what a role may ask of it, its kind says (`rights`). Routes ask, lists are scoped by `scopeOf` in SQL, and the
 * answers go out with the data so that pages offer only what is allowed.
 *
 * 1. A taxpayer sees and acts on the cases of the identity they are signed in with, and on nothing else.
 * 2. An agent sees and handles the cases of their own centre. Who of them may act now is the case's rule (who holds it).
 * 3. A supervisor may do what an agent may, and reassigns, ends and inspects the cases of their own centre.
 * 4. An administrator inspects how the cases of their region run, without their contents, and sets failing steps going again.
 * 5. What may not be seen does not exist: a refusal to `view` is answered like an unknown number.
 * 6. Cases that are linked are one matter: the officers of a centre that handles one of them see the others, and do nothing to them.
 */
import type { CaseKind } from './case.ts';
import type { Role } from './kind.ts';
import { kinds, type CommandType } from './kinds.ts';
import { rolesFor } from './possible.ts';

export const officerRoles = ['agent', 'supervisor', 'administrator'] as const;
export type OfficerRole = (typeof officerRoles)[number];

export type Viewer =
  | { kind: 'taxpayer'; id: string; regionId: string }
  | { kind: 'officer'; id: string; role: 'agent' | 'supervisor'; regionId: string; centreId: string }
  | { kind: 'officer'; id: string; role: 'administrator'; regionId: string };
export type TaxpayerViewer = Extract<Viewer, { kind: 'taxpayer' }>;

/** What a case belongs to, as far as permission goes. */
export interface Belonging {
  kind: CaseKind;
  regionId: string;
  centreId: string;
  identityId: string;
  /** Where the cases are handled that are linked with it, where that has been looked up. */
  threadCentreIds?: readonly string[];
}

/** What may be done to a case of any kind besides what is asked of it, and by whom. */
const general = { view: ['taxpayer', 'agent', 'supervisor'], inspect: ['supervisor'], retry: ['supervisor'] } as const satisfies Record<
  string,
  readonly Role[]
>;
type GeneralAction = keyof typeof general;
const isGeneral = (action: string): action is GeneralAction => Object.hasOwn(general, action);

export type CaseAction = GeneralAction | CommandType;
/** All of them, those that kinds have in common once. */
export const caseActions = [
  ...new Set([...Object.keys(general), ...Object.values(kinds).flatMap(({ commandTypes }) => commandTypes)]),
] as readonly CaseAction[];

const administratorActions: readonly string[] = ['inspect', 'retry'] satisfies CaseAction[];

/** Whether this person may do this to that case; an action that its kind does not know, nobody may. */
export function may(viewer: Viewer, action: string, belonging: Belonging): boolean {
  if (viewer.regionId !== belonging.regionId) return false;
  const roles: readonly Role[] = isGeneral(action) ? general[action] : rolesFor(kinds[belonging.kind], action);
  if (viewer.kind === 'taxpayer') return viewer.id === belonging.identityId && roles.includes('taxpayer');
  if (viewer.role === 'administrator') return administratorActions.includes(action);
  if (viewer.centreId !== belonging.centreId) return action === 'view' && (belonging.threadCentreIds?.includes(viewer.centreId) ?? false);
  return roles.includes(viewer.role);
}

/** Whether a person's lists may tell what the cases hold: texts, and whose they are (rule 4). */
export const seesContents = (viewer: Viewer): boolean => viewer.kind === 'taxpayer' || viewer.role !== 'administrator';

/** What a person's lists may hold; every list's SQL begins with it. */
export type Scope = { identityId: string } | { centreId: string } | { regionId: string };

export function scopeOf(viewer: Viewer): Scope {
  if (viewer.kind === 'taxpayer') return { identityId: viewer.id };
  return viewer.role === 'administrator' ? { regionId: viewer.regionId } : { centreId: viewer.centreId };
}

/** Pages of officers that are not about one case. */
export type DeskAction = 'worklist' | 'supervise' | 'administer';

export function mayUse(viewer: Viewer, action: DeskAction): boolean {
  if (viewer.kind === 'taxpayer') return false;
  switch (action) {
    case 'worklist':
      return viewer.role !== 'administrator';
    case 'supervise':
      return viewer.role !== 'agent';
    case 'administer':
      return viewer.role === 'administrator';
  }
}
