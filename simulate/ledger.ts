/** Account of accepted messages and of the screens: at the end the two must agree. */
import type { ChatMessage, ChatPage } from '../web/api/chat.ts';
import type { ApiPerson } from './api-person.ts';
import type { Screen } from './screen.ts';

interface Accepted {
  seq: number;
  clientId: string;
  text: string;
}

interface Watched {
  caseId: string;
  taxpayer: { person: ApiPerson; screen: Screen };
  /** Screen of the officer who has it, or had it last; null before the first. */
  officer: Screen | null;
  accepted: Accepted[];
}

export class Ledger {
  readonly #cases = new Map<string, Watched>();

  /** Begins the account of a conversation. */
  open(person: ApiPerson, screen: Screen): void {
    this.#cases.set(screen.caseId, { caseId: screen.caseId, taxpayer: { person, screen }, officer: null, accepted: [] });
  }

  /** An officer has the conversation before them from now on. */
  joined(screen: Screen): void {
    const watched = this.#cases.get(screen.caseId);
    if (watched !== undefined) watched.officer = screen;
  }

  /** The server has acknowledged a message. */
  accepted(caseId: string, message: ChatMessage, text: string): void {
    this.#cases.get(caseId)?.accepted.push({ seq: message.seq, clientId: message.clientId, text });
  }

  get conversations(): readonly string[] {
    return [...this.#cases.keys()];
  }

  /** Number of acknowledged messages. */
  get messages(): number {
    return [...this.#cases.values()].reduce((sum, { accepted }) => sum + accepted.length, 0);
  }

  /**
   * Compares every conversation with what the server has. Screens get some time to catch up.
   * @returns what is wrong, in words; empty when every acknowledged message is on both screens once and in order
   */
  async faults(withinMs = 30_000): Promise<string[]> {
    const end = Date.now() + withinMs;
    for (;;) {
      const wrong = (await Promise.all([...this.#cases.values()].map(faultsOf))).flat();
      if (wrong.length === 0 || Date.now() > end) return wrong;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

async function faultsOf({ caseId, taxpayer, officer, accepted }: Watched): Promise<string[]> {
  const stored = await everything(taxpayer.person, caseId);
  const wrong: string[] = [];
  const bySeq = new Map(stored.map((message) => [message.seq, message]));
  for (const { seq, clientId, text } of accepted) {
    const kept = bySeq.get(seq);
    if (kept?.clientId !== clientId || (kept.content.type === 'text' && kept.content.text !== text))
      wrong.push(`${caseId}: message ${String(seq)} was acknowledged, but is not stored so`);
  }
  const ids = new Set(stored.map(({ clientId }) => clientId));
  if (ids.size !== stored.length) wrong.push(`${caseId}: a message is stored twice`);
  stored.forEach(({ seq }, i) => {
    if (seq !== i + 1) wrong.push(`${caseId}: message ${String(i + 1)} is missing`);
  });
  for (const [who, screen] of [['taxpayer', taxpayer.screen] as const, ['officer', officer] as const]) {
    if (screen === null) continue;
    const shown = screen.messages.map(({ seq, clientId }) => `${String(seq)} ${clientId}`);
    const wanted = stored.map(({ seq, clientId }) => `${String(seq)} ${clientId}`);
    // An officer's screen may end with the conversation's hand-over or end, whose line the taxpayer alone sees afterwards.
    const enough = who === 'officer' ? wanted.slice(0, shown.length) : wanted;
    if (shown.join() !== enough.join())
      wrong.push(`${caseId}: the ${who} sees ${String(shown.length)} of ${String(wanted.length)} messages`);
  }
  return wrong;
}

async function everything(person: ApiPerson, caseId: string): Promise<ChatMessage[]> {
  const all: ChatMessage[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const page = (await person.get(`/api/cases/${caseId}/chat?after=${String(after)}&size=200`)) as unknown as ChatPage;
    all.push(...page.messages);
    if (page.messages.length === 0 || page.through >= page.last) return all;
  }
}
