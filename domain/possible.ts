/**
 * Actions that a person can take on a case in its present state, for every kind.
 *
 * 1. An action is offered when `decide` accepts it. `decide` itself is called with sample contents.
 * 2. Of these, a person is offered those that their role has a right to.
 */
import { type Actor, type Decision } from './case.ts';
import { beginningNames, type Kind, type KindTypes, type Rights, type Role } from './kind.ts';

type Decide<T extends KindTypes> = Kind<T>['decide'];

/** Wraps a kind's `decide` so that its rights are checked first. */
export const guarded =
  <T extends KindTypes>(rights: Rights<T>, decide: Decide<T>): Decide<T> =>
  (state, actor, command, policy, now): Decision<T['event']> => {
    const right = rights[command.type as T['command']['type']];
    const refusal = right.unless?.(state, actor, policy, now) ?? null;
    return refusal ? { ok: false, refusal } : decide(state, actor, command, policy, now);
  };

/** Returns the commands that `decide` would accept from this person now, in the order in which pages offer them (rule 1). */
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

/** Returns those of them that the person's role has a right to, and the cases that can be started from this one (rule 2). */
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

/** Returns the roles with a right to an action on cases of a kind; none when the kind does not know it. */
export function rolesFor(kind: Pick<Kind<KindTypes>, 'rights' | 'begins'>, action: string): readonly Role[] {
  const rights: Readonly<Record<string, { who: readonly Role[] } | undefined>> = kind.rights;
  const beginning = beginningNames.find((name) => name === action);
  return (Object.hasOwn(rights, action) ? rights[action] : beginning && kind.begins?.[beginning])?.who ?? [];
}
