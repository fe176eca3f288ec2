/** Who is connected, found by what they may be told of. */
import type { Viewer } from '../../../domain/policies.ts';
import type { LiveEvent } from '../../api/entry.ts';

export interface Connection {
  viewer: Viewer;
  send(event: LiveEvent): void;
  close(code: number, reason: string): void;
}

export class Connections {
  readonly #all = new Set<Connection>();
  readonly #byKey = new Map<string, Set<Connection>>();

  add(connection: Connection): void {
    this.#all.add(connection);
    for (const key of keysOf(connection.viewer)) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(connection));
  }

  remove(connection: Connection): void {
    this.#all.delete(connection);
    for (const key of keysOf(connection.viewer)) {
      const group = this.#byKey.get(key);
      group?.delete(connection);
      if (group?.size === 0) this.#byKey.delete(key);
    }
  }

  get size(): number {
    return this.#all.size;
  }
  all(): Connection[] {
    return [...this.#all];
  }
  ofIdentity = (identityId: string): Connection[] => this.#of(`identity ${identityId}`);
  ofOfficers = (regionId: string): Connection[] => this.#of(`officers ${regionId}`);
  ofPerson = (viewer: Viewer): Connection[] => (viewer.kind === 'taxpayer' ? this.ofIdentity(viewer.id) : this.#of(`officer ${viewer.id}`));

  #of(key: string): Connection[] {
    return [...(this.#byKey.get(key) ?? [])];
  }
}

const keysOf = (viewer: Viewer): string[] =>
  viewer.kind === 'taxpayer' ? [`identity ${viewer.id}`] : [`officer ${viewer.id}`, `officers ${viewer.regionId}`];
