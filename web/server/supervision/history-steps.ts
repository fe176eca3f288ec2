/**
 * Steps of a workflow's history: a command with all that it caused, a clock from its start to its end, another case from its beginning on.
 *
 * 1. An event that names an earlier one belongs to its step.
 * 2. What is scheduled while exactly one command is worked on was caused by it. Clocks run on after it and stand for themselves.
 * 3. Events of the engine's own work stand for themselves.
 */
import { at, attributesOf, typeOf, type RawEvent } from './history-events.ts';

/** Attributes that name the first event of what goes on, most exact first. */
const links = ['acceptedEventId', 'scheduledEventId', 'initiatedEventId', 'startedEventId'] as const;

const caused: ReadonlySet<string> = new Set([
  'ACTIVITY_TASK_SCHEDULED',
  'START_CHILD_WORKFLOW_EXECUTION_INITIATED',
  'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED',
]);

/** Returns for each event the id of the first event of its step. */
export function stepsOf(events: readonly RawEvent[]): number[] {
  const stepOf = new Map<number, number>();
  const commands = new Set<number>();
  return events.map((event) => {
    const type = typeOf(event);
    const step = stepFor(event, type, stepOf, commands);
    stepOf.set(event.eventId, step);
    if (type === 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED') commands.add(event.eventId);
    if (type === 'WORKFLOW_EXECUTION_UPDATE_COMPLETED') commands.delete(step);
    return step;
  });
}

function stepFor(event: RawEvent, type: string, stepOf: ReadonlyMap<number, number>, commands: ReadonlySet<number>): number {
  if (type.startsWith('WORKFLOW_TASK_')) return event.eventId;
  const [command] = commands;
  if (caused.has(type)) return commands.size === 1 && command !== undefined ? command : event.eventId;
  const attributes = attributesOf(event);
  for (const link of links) {
    const step = stepOf.get(Number(at(attributes, link) ?? Number.NaN));
    if (step !== undefined) return step;
  }
  return event.eventId;
}
