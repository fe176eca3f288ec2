/** A simulated taxpayer: asks the robot, perhaps an officer, rates, and leaves. */
import { randomUUID } from 'node:crypto';

import type { ChatMessage } from '../web/api/chat.ts';
import type { Case } from '../web/api/kinds.ts';
import { ApiPerson } from './api-person.ts';
import type { Habits } from './habits.ts';
import type { Ledger } from './ledger.ts';
import { LiveLine } from './live-line.ts';
import type { Random } from './random.ts';
import { Screen } from './screen.ts';
import { until } from './waiting.ts';
import { fileName, fileText, leftMessage, questions, remarks } from './words.ts';

/** End of a visit. */
export type Visit = 'answered' | 'served' | 'left' | 'message-left';

const robotWithinMs = 60_000;

export class SimulatedTaxpayer {
  readonly #person: ApiPerson;
  readonly #habits: Habits;
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly line: LiveLine;

  private constructor(person: ApiPerson, habits: Habits, random: Random, ledger: Ledger) {
    this.#person = person;
    this.#habits = habits;
    this.#random = random;
    this.#ledger = ledger;
    this.line = LiveLine.open(person);
  }

  /** @param number which of the demo's simulated taxpayers */
  static async enter(origin: string, number: number, habits: Habits, random: Random, ledger: Ledger): Promise<SimulatedTaxpayer> {
    return new SimulatedTaxpayer(await ApiPerson.simulated(origin, number), habits, random, ledger);
  }

  /** Visits the window once, from the first question to the rating. */
  async visit(): Promise<Visit> {
    const caseId = randomUUID();
    await this.#person.send('PUT', `/api/conversations/${caseId}`, {});
    const screen = new Screen(this.#person, caseId);
    this.#ledger.open(this.#person, screen);
    this.line.follow(screen);
    await until(() => screen.floor !== null, robotWithinMs);
    await this.#say(screen, this.#random.pick(questions));
    await until(() => screen.messages.some(({ speaker }) => speaker === 'robot'), robotWithinMs);
    await this.#rateAnswer(screen);
    if (!this.#random.chance(this.#habits.wantsOfficer)) return await this.#ends(screen, 'answered');
    if (!(await this.#getsOfficer(screen))) return await this.#leaves(screen);
    await this.#talks(screen);
    return await this.#ends(screen, 'served');
  }

  async #say(screen: Screen, text: string): Promise<void> {
    await this.#think();
    const body = { clientId: randomUUID(), epoch: screen.floor?.epoch ?? 0, text };
    const answer = await this.#person.until('POST', `/api/cases/${screen.caseId}/chat`, body);
    if (answer.status === 200) this.#ledger.accepted(screen.caseId, answer.body as unknown as ChatMessage, text);
  }

  async #rateAnswer(screen: Screen): Promise<void> {
    const answer = screen.messages.find(({ content }) => content.type === 'answer');
    if (answer === undefined || !this.#random.chance(0.5)) return;
    const rating = this.#random.chance(0.8) ? 'useful' : 'useless';
    await this.#person.until('PUT', `/api/cases/${screen.caseId}/chat/${String(answer.seq)}/rating`, { rating });
  }

  /** @returns false when nobody can come, or nobody came within the taxpayer's patience */
  async #getsOfficer(screen: Screen): Promise<boolean> {
    const asked = await this.#person.until('POST', `/api/cases/${screen.caseId}/commands/requestOfficer`, {});
    const alreadyAsked = (asked.body['error'] as { code?: string } | undefined)?.code === 'already-waiting';
    if (asked.status >= 400 && !alreadyAsked) return false;
    if (await until(() => screen.floor?.officer !== null && screen.floor !== null, this.#habits.patienceMs)) return true;
    const left = await this.#person.until('POST', `/api/cases/${screen.caseId}/commands/leaveQueue`, {});
    return left.status >= 400;
  }

  async #talks(screen: Screen): Promise<void> {
    const stop = screen.listen((message) => void this.#fillsIn(message));
    try {
      if (this.#random.chance(this.#habits.sendsFile)) await this.#sendsFile(screen);
      await this.#speaks(screen);
    } finally {
      stop();
    }
  }

  /** Sends a file, as papers for what the officer may begin. */
  async #sendsFile(screen: Screen): Promise<void> {
    const uploadId = await this.#person.upload(fileName, Buffer.from(fileText));
    const body = { clientId: randomUUID(), epoch: screen.floor?.epoch ?? 0, text: '', uploadIds: [uploadId] };
    const answer = await this.#person.until('POST', `/api/cases/${screen.caseId}/chat`, body);
    if (answer.status === 200) this.#ledger.accepted(screen.caseId, answer.body as unknown as ChatMessage, '');
  }

  /** Hands in what a form asks for that an officer has sent. */
  async #fillsIn({ content }: ChatMessage): Promise<void> {
    if (content.type !== 'card') return;
    try {
      const theCase = (await this.#person.get(`/api/cases/${content.caseId}`)) as unknown as Case;
      if (theCase.kind !== 'service-form' || !theCase.actions.includes('confirm')) return;
      const papers = await Promise.all(
        theCase.form.papers
          .filter(({ required }) => required)
          .map(async ({ key }) => ({ key, uploadIds: [await this.#person.upload(fileName, Buffer.from(fileText))] })),
      );
      await this.#person.until('POST', `/api/cases/${content.caseId}/commands/confirm`, { papers, note: null });
    } catch {
      // The form is not what the visit is about: it stays as it is.
    }
  }

  async #speaks(screen: Screen): Promise<void> {
    const rounds = this.#random.between(...this.#habits.rounds);
    for (let round = 0; round < rounds; round += 1) {
      const before = screen.messages.filter(({ speaker }) => speaker === 'officer').length;
      await this.#say(screen, this.#random.pick(remarks));
      await until(() => screen.messages.filter(({ speaker }) => speaker === 'officer').length > before, this.#habits.patienceMs);
      if (screen.floor?.mayWrite === false) return;
    }
  }

  async #leaves(screen: Screen): Promise<Visit> {
    if (!this.#random.chance(this.#habits.leavesMessage)) return await this.#ends(screen, 'left');
    const form = await this.#person.get('/api/message-form');
    const [bureau] = form['bureaus'] as { centres: { id: string }[] }[];
    const [type] = form['types'] as { id: string }[];
    const id = randomUUID();
    const body = { centreId: bureau?.centres[0]?.id, typeId: type?.id, text: leftMessage, uploadIds: [], reminder: 'inbox' };
    await this.#person.until('PUT', `/api/messages/${id}`, body);
    return await this.#ends(screen, 'message-left');
  }

  async #ends(screen: Screen, visit: Visit): Promise<Visit> {
    await this.#think();
    await this.#person.until('POST', `/api/cases/${screen.caseId}/commands/close`, {});
    await until(() => screen.floor?.mayWrite === false, robotWithinMs);
    if (this.#random.chance(0.7))
      await this.#person.until('POST', `/api/cases/${screen.caseId}/commands/rate`, {
        resolved: visit === 'served' || visit === 'answered',
        stars: this.#random.between(3, 5),
      });
    return visit;
  }

  /** Idempotent. */
  leave(): void {
    this.line.close();
  }

  #think(): Promise<boolean> {
    return until(() => false, this.#random.wait(this.#habits.typingMs));
  }
}
