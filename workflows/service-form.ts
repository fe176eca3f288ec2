import { serviceFormKind, type ServiceFormTypes } from '../domain/service-form/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/** 业务办理服务确认单 as a durable workflow. It is started from a case's page, alone or by the order that waits for it. */
export async function serviceForm(input: CaseInput<ServiceFormTypes>): Promise<void> {
  await new DurableCase(serviceFormKind, input).live();
}
