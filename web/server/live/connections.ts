/** The open connections, indexed by person. */
import type { Person } from '../../../runtime/bus/bus.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { Language } from '../../i18n/index.ts';
import type { LiveMessage, TopicName } from '../../api/live.ts';

export interface Connection {
  readonly viewer: Viewer;
  readonly language: Language;
  /** Topics that it follows, or is about to follow. */
  readonly topics: Set<TopicName>;
  /** True while its page answers. */
  responds(): boolean;
  send(message: LiveMessage): void;
  close(code: number, reason: string): void;
}

export class Connections {
  readonly #all = new Set<Connection>();
  readonly #byPerson = new Map<string, Set<Connection>>();

  add(connection: Connection): void {
    const key = personKey(connection.viewer);
    this.#all.add(connection);
    this.#byPerson.set(key, (this.#byPerson.get(key) ?? new Set()).add(connection));
  }

  remove(connection: Connection): void {
    const key = personKey(connection.viewer);
    const group = this.#byPerson.get(key);
    this.#all.delete(connection);
    group?.delete(connection);
    if (group?.size === 0) this.#byPerson.delete(key);
  }

  get size(): number {
    return this.#all.size;
  }
  all(): Connection[] {
    return [...this.#all];
  }
  ofPerson(person: Person): Connection[] {
    return [...(this.#byPerson.get(personKey(person)) ?? [])];
  }
}

/** Includes the kind, so that a taxpayer and an officer with the same id stay apart. */
export const personKey = ({ kind, id }: Person): string => `${kind} ${id}`;
