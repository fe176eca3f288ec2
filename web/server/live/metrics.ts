/** Metrics of the live connection. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { CaseChange } from '../../../db/case-changes.ts';
import type { TopicKind } from '../../api/live.ts';
import type { Connections } from './connections.ts';
import type { Hub } from './hub.ts';

export function liveMetrics(registry: Registry, connections: Connections, hub: Hub) {
  const registers = [registry];
  new Gauge({
    name: 'live_connections',
    help: 'Open live connections',
    registers,
    collect() {
      this.set(connections.size);
    },
  });
  new Gauge({
    name: 'live_subscriptions',
    help: 'What live connections follow, by kind of topic',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const [kind, size] of hub.sizes()) this.set({ kind }, size);
    },
  });
  const messages = new Counter({
    name: 'live_messages_total',
    help: 'What followers were told, by kind of topic: events, resets (fetch anew) and refusals',
    labelNames: ['kind', 'type'],
    registers,
  });
  const delay = new Histogram({
    name: 'live_read_delay_seconds',
    help: 'From the writing of a change to its being read by this process',
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    told(kind: TopicKind, type: 'event' | 'reset' | 'refused'): void {
      messages.inc({ kind, type });
    },
    read(changes: readonly CaseChange[]): void {
      const now = Date.now();
      for (const { at } of changes) delay.observe(Math.max(0, now - at.getTime()) / 1_000);
    },
  };
}
