import { appointmentKind, type AppointmentTypes } from '../domain/appointment/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/** 预约 as a durable workflow. */
export async function appointment(input: CaseInput<AppointmentTypes>): Promise<void> {
  await new DurableCase(appointmentKind, input).live();
}
