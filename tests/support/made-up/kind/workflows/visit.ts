import { visitKind, type VisitTypes } from '../domain/visit/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/** A visit as a durable workflow: planned by its taxpayer. */
export async function visit(input: CaseInput<VisitTypes>): Promise<void> {
  await new DurableCase(visitKind, input).live();
}
