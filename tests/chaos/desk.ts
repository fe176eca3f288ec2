import type { ApiPerson } from '../../simulate/api-person.ts';

/** The people of a centre at their desks: who may hold its cases, and the supervisor who sees them all. */
export interface Desk {
  supervisor: ApiPerson;
  agents: Map<string, ApiPerson>;
}

/** The agent who holds the case, once the rule of assignment has found one. @param stage where an order has to stand by then */
export async function holderOf(desk: Desk, caseId: string, stage: string | null = null): Promise<ApiPerson> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await desk.supervisor.attempt('GET', `/api/cases/${caseId}`).catch(() => null);
    const assignee = answer?.status === 200 ? (answer.body['assignee'] as { id: string } | null) : null;
    const agent = assignee && (stage === null || stage === stageOf(answer?.body)) && desk.agents.get(assignee.id);
    if (agent) return agent;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nobody holds ${caseId}`);
}

function stageOf(body: Record<string, unknown> | undefined): string | undefined {
  const order = body?.['order'] as { stages: { key: string; state: string }[] } | null;
  return order?.stages.find(({ state }) => state === 'here')?.key;
}

/** Waits until a case has come to stand so, as its taxpayer sees it: by what another case has told it. */
export async function untilItIs(status: string, taxpayer: ApiPerson, caseId: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await taxpayer.attempt('GET', `/api/cases/${caseId}`).catch(() => null);
    if (answer?.status === 200 && answer.body['status'] === status) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${caseId} never came to be ${status}`);
}
