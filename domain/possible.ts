/**
 * What a person may ask of a case as it stands, whatever its kind.
 *
 * 1. What is offered is what `decide` accepts: it is asked itself, with contents that would do.
 * 2. Of that, people of a role are offered what their role has a right to.
 */
import { type Actor, type Decision } from './case.ts';
import type { Kind, KindTypes, Rights, Role } from './kind.ts';

type Decide<T extends KindTypes> = Kind<T>['decide'];

/** A kind's `decide` behind its rights: what speaks against a command is asked before what follows from it. */
export const guarded =
  <T extends KindTypes>(rights: Rights<T>, decide: Decide<T>): Decide<T> =>
  (state, actor, command, policy, now): Decision<T['event']> => {
    const right = rights[command.type as T['command']['type']];
    const refusal = right.unless?.(state, actor, policy, now) ?? null;
    return refusal ? { ok: false, refusal } : decide(state, actor, command, policy, now);
  };

/** The commands that would be accepted from this person now, in the order in which pages offer them (rule 1). */
export function acceptable<T extends KindTypes>(
  kind: Kind<T>,
  state: T['state'],
  asker: { actor: Actor; role: Role },
  policy: T['policy'],
  now: number,
): T['command']['type'][] {
  const probes = kind.probes(state, policy, asker.role);
  return kind.commandTypes.filter((type: T['command']['type']) => kind.decide(state, asker.actor, probes[type], policy, now).ok);
}

/** Those of them that the person's role has a right to, and what can be begun from the case (rule 2). */
export function possible<T extends KindTypes>(
  kind: Kind<T>,
  state: T['state'],
  asker: { actor: Actor; role: Role },
  policy: T['policy'],
  now: number,
): string[] {
  const begun = Object.entries(kind.begins ?? {}).filter(([, beginning]) => beginning.unless(state, asker.actor) === null);
  return [...acceptable(kind, state, asker, policy, now), ...begun.map(([name]) => name)].filter((name) =>
    rolesFor(kind, name).includes(asker.role),
  );
}

/** Who has a right to an action of this name on cases of a kind; nobody where the kind has none. */
export function rolesFor(kind: Pick<Kind<KindTypes>, 'rights' | 'begins'>, action: string): readonly Role[] {
  const rights: Readonly<Record<string, { who: readonly Role[] } | undefined>> = kind.rights;
  return (Object.hasOwn(rights, action) ? rights[action] : kind.begins?.[action])?.who ?? [];
}
