/** Key of the stage to which an event moved its order; null for other events. */
export function stageKeyOf({ stage }: Record<string, unknown>): string | null {
  return typeof stage === 'object' && stage !== null && 'stageKey' in stage && typeof stage.stageKey === 'string' ? stage.stageKey : null;
}
