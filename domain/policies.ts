/**
 * Authorisation: who may do what to whose case. This file decides whose case it is; the kind's `rights` decide what a role may do. Routes
 * check it, lists are scoped by `scopeOf` in SQL, and the allowed actions are sent with the data so that pages offer only those.
 *
 * 1. A taxpayer sees and acts on the cases of the identity they are signed in with, and nothing else.
 * 2. An agent sees and handles the cases of their own centre. The case's own rules decide which agent may act now (the assignee).
 * 3. A supervisor may do what an agent may, and also reassigns, ends and inspects the cases of their own centre.
 * 4. An administrator inspects the cases of their region without their contents, and retries failing steps.
 * 5. An editor writes the region's knowledge and sees no cases.
 * 6. A case that may not be seen does not exist: a refused `view` is answered like an unknown number.
 * 7. Linked cases are one matter. Officers of a centre that handles one of them may view the others but not act on them.
 */
import type { CaseKind } from './case.ts';
import { beginningNames, type BeginningName, type Role } from './kind.ts';
import { kinds, type CommandType } from './kinds.ts';
import { rolesFor } from './possible.ts';

export const officerRoles = ['agent', 'supervisor', 'administrator', 'editor'] as const;
export type OfficerRole = (typeof officerRoles)[number];
/** Roles of officers who work for the whole region and belong to no centre. */
export const regionalRoles = ['administrator', 'editor'] as const satisfies readonly OfficerRole[];
export type RegionalRole = (typeof regionalRoles)[number];
export const isRegional = (role: OfficerRole): role is RegionalRole => regionalRoles.some((regional) => regional === role);

export type Viewer =
  | { kind: 'taxpayer'; id: string; regionId: string }
  | { kind: 'officer'; id: string; role: Exclude<OfficerRole, RegionalRole>; regionId: string; centreId: string }
  | { kind: 'officer'; id: string; role: RegionalRole; regionId: string };
export type TaxpayerViewer = Extract<Viewer, { kind: 'taxpayer' }>;

/** Attributes of a case that permission depends on. */
export interface Belonging {
  kind: CaseKind;
  regionId: string;
  centreId: string;
  identityId: string;
  /** Centres that handle the linked cases, if they have been looked up. */
  threadCentreIds?: readonly string[];
}

/** Actions on every case besides its kind's commands, and the roles that may do them. */
const general = { view: ['taxpayer', 'agent', 'supervisor'], inspect: ['supervisor'], retry: ['supervisor'] } as const satisfies Record<
  string,
  readonly Role[]
>;
type GeneralAction = keyof typeof general;
const isGeneral = (action: string): action is GeneralAction => Object.hasOwn(general, action);

export type CaseAction = GeneralAction | CommandType | BeginningName;
/** All actions, without duplicates among kinds. */
export const caseActions = [
  ...new Set([...Object.keys(general), ...Object.values(kinds).flatMap(({ commandTypes }) => commandTypes), ...beginningNames]),
] as readonly CaseAction[];

const regionalActions: Record<RegionalRole, readonly string[]> = {
  administrator: ['inspect', 'retry'] satisfies CaseAction[],
  editor: [],
};

/** True when this person may do this to that case. Nobody may do an action that the kind does not know. */
export function may(viewer: Viewer, action: string, belonging: Belonging): boolean {
  if (viewer.regionId !== belonging.regionId) return false;
  const roles: readonly Role[] = isGeneral(action) ? general[action] : rolesFor(kinds[belonging.kind], action);
  if (viewer.kind === 'taxpayer') return viewer.id === belonging.identityId && roles.includes('taxpayer');
  if (!('centreId' in viewer)) return regionalActions[viewer.role].includes(action);
  if (viewer.centreId !== belonging.centreId) return action === 'view' && (belonging.threadCentreIds?.includes(viewer.centreId) ?? false);
  return roles.includes(viewer.role);
}

/** True when a person's lists may show contents: texts and taxpayers (rule 4). */
export const seesContents = (viewer: Viewer): boolean => viewer.kind === 'taxpayer' || !isRegional(viewer.role);

/** Scope of a person's lists; the SQL of every list begins with it. */
export type Scope = { identityId: string } | { centreId: string } | { regionId: string };

export function scopeOf(viewer: Viewer): Scope {
  if (viewer.kind === 'taxpayer') return { identityId: viewer.id };
  return 'centreId' in viewer ? { centreId: viewer.centreId } : { regionId: viewer.regionId };
}

/** Officers' pages that are not about one case. */
export type DeskAction = 'worklist' | 'supervise' | 'administer' | 'knowledge';

const rolesOfPages: Record<DeskAction, readonly OfficerRole[]> = {
  worklist: ['agent', 'supervisor'],
  supervise: ['supervisor', 'administrator'],
  administer: ['administrator'],
  knowledge: ['administrator', 'editor'],
};

/** Roles that may write and review the region's knowledge. */
export const knowledgeRoles = rolesOfPages.knowledge;

export const mayUse = (viewer: Viewer, action: DeskAction): boolean =>
  viewer.kind === 'officer' && rolesOfPages[action].includes(viewer.role);
