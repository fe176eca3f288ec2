/** The stage to which an event brought its order; null of events that brought it nowhere. */
export function stageKeyOf({ stage }: Record<string, unknown>): string | null {
  return typeof stage === 'object' && stage !== null && 'stageKey' in stage && typeof stage.stageKey === 'string' ? stage.stageKey : null;
}
