/** A simulated officer: accepts what is offered, answers, hands over at times, opens orders and sends forms, and works on to-dos between. */
import { randomUUID } from 'node:crypto';

import type { ChatMessage } from '../web/api/chat.ts';
import type { ConversationTargets, DeskConversations } from '../web/api/conversation/desk.ts';
import { ApiPerson } from './api-person.ts';
import type { Habits } from './habits.ts';
import type { Ledger } from './ledger.ts';
import { LiveLine } from './live-line.ts';
import { OfficerPapers } from './officer-papers.ts';
import type { Random } from './random.ts';
import { Screen } from './screen.ts';
import { sleep } from './waiting.ts';
import { replies } from './words.ts';

const lookEveryMs = 1_000;

export class SimulatedOfficer {
  readonly #person: ApiPerson;
  readonly #habits: Habits;
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly line: LiveLine;
  readonly #talks = new Map<string, Talk>();
  readonly #papers: OfficerPapers;
  #here = true;

  private constructor(person: ApiPerson, habits: Habits, random: Random, ledger: Ledger) {
    this.#person = person;
    this.#habits = habits;
    this.#random = random;
    this.#ledger = ledger;
    this.#papers = new OfficerPapers(person, random);
    this.line = LiveLine.open(person);
  }

  static async signIn(
    { origin, login, password }: { origin: string; login: string; password: string },
    habits: Habits,
    random: Random,
    ledger: Ledger,
  ): Promise<SimulatedOfficer> {
    const officer = new SimulatedOfficer(await ApiPerson.officer(origin, login, password), habits, random, ledger);
    await officer.#person.send('PUT', '/api/session/status', { status: 'online' });
    return officer;
  }

  /** Works until `goHome`. */
  async work(): Promise<void> {
    while (this.#here) {
      await this.#look();
      await sleep(Math.min(lookEveryMs, Math.max(200, this.#habits.typingMs)));
    }
    for (const talk of this.#talks.values()) talk.stop();
    await this.#person.until('PUT', '/api/session/status', { status: 'away' });
    this.line.close();
  }

  goHome(): void {
    this.#here = false;
  }

  async #look(): Promise<void> {
    const { own } = (await this.#person.get('/api/desk/conversations')) as unknown as DeskConversations;
    for (const { id, status } of own) {
      if (status === 'offered') await this.#command(id, this.#random.chance(this.#habits.declines) ? 'decline' : 'accept', {});
      else if (!this.#talks.has(id)) this.#begin(id);
    }
    const held = new Set(own.filter(({ status }) => status === 'active').map(({ id }) => id));
    for (const [id, talk] of this.#talks)
      if (!held.has(id)) {
        talk.stop();
        this.#talks.delete(id);
      }
    if (this.#random.chance(0.2)) await this.#papers.work();
  }

  #begin(caseId: string): void {
    const screen = new Screen(this.#person, caseId);
    this.line.follow(screen);
    this.#ledger.joined(screen);
    const talk = new Talk(screen, () => this.#answer(screen), this.#random.fork(), this.#habits);
    this.#talks.set(caseId, talk);
    if (this.#random.chance(this.#habits.handsOver)) void this.#handOver(caseId);
    else if (this.#random.chance(this.#habits.opensOrder)) void this.#papers.openOrder(caseId);
    else if (this.#random.chance(this.#habits.sendsForm)) void this.#papers.sendForm(caseId);
  }

  async #answer(screen: Screen): Promise<void> {
    const text = this.#random.pick(replies);
    const body = { clientId: randomUUID(), epoch: screen.floor?.epoch ?? 0, text };
    const answer = await this.#person.until('POST', `/api/cases/${screen.caseId}/chat`, body);
    if (answer.status === 200) this.#ledger.accepted(screen.caseId, answer.body as unknown as ChatMessage, text);
  }

  async #handOver(caseId: string): Promise<void> {
    await sleep(this.#random.wait(2 * this.#habits.typingMs));
    const { colleagues } = (await this.#person.get('/api/desk/conversations/targets')) as unknown as ConversationTargets;
    const free = colleagues.filter(
      ({ present, status, held, capacity, role }) => role === 'agent' && present && status === 'online' && held < capacity,
    );
    if (free.length === 0) return;
    const to = { officerId: this.#random.pick(free).id };
    await this.#command(caseId, 'handOver', { to, note: { id: randomUUID(), text: '请继续解答,情况见记录。' } });
  }

  #command(caseId: string, type: string, body: object) {
    return this.#person.until('POST', `/api/cases/${caseId}/commands/${type}`, body);
  }
}

/** An officer's side of one conversation: answers every word of the taxpayer after a while. */
class Talk {
  readonly #screen: Screen;
  readonly #answer: () => Promise<void>;
  readonly #random: Random;
  readonly #habits: Habits;
  readonly #deafen: () => void;
  #pending = false;
  #stopped = false;

  constructor(screen: Screen, answer: () => Promise<void>, random: Random, habits: Habits) {
    this.#screen = screen;
    this.#answer = answer;
    this.#random = random;
    this.#habits = habits;
    this.#deafen = screen.listen(({ speaker }) => {
      if (speaker === 'taxpayer') void this.#reply();
    });
    void this.#reply();
  }

  /** Idempotent. The screen stays, for the ledger. */
  stop(): void {
    this.#stopped = true;
    this.#deafen();
  }

  async #reply(): Promise<void> {
    if (this.#pending) return;
    this.#pending = true;
    await sleep(this.#random.wait(this.#habits.typingMs));
    this.#pending = false;
    if (!this.#stopped && this.#screen.floor?.mayWrite === true) await this.#answer();
  }
}
