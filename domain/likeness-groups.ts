import { likeness } from './likeness.ts';

/**
 * Groups things whose texts are alike: each joins the group whose first text is most like its own, or begins one.
 * @param most texts that are compared with; later ones that begin no group stand alone, which bounds the work
 */
export function groupsByLikeness<T>(things: readonly T[], textOf: (thing: T) => string, atLeast: number, most: number): T[][] {
  const groups: T[][] = [];
  const byText = new Map<string, T[]>();
  for (const thing of things) {
    const text = textOf(thing);
    const same = byText.get(text) ?? nearest(groups.slice(0, most), text, textOf, atLeast);
    if (same === undefined) groups.push([thing]);
    else same.push(thing);
    byText.set(text, same ?? (groups.at(-1) as T[]));
  }
  return groups;
}

function nearest<T>(groups: readonly T[][], text: string, textOf: (thing: T) => string, atLeast: number): T[] | undefined {
  let best: { group: T[]; score: number } | undefined;
  for (const group of groups) {
    const score = likeness(textOf(group[0] as T), text);
    if (score >= atLeast && score > (best?.score ?? 0)) best = { group, score };
  }
  return best?.group;
}
