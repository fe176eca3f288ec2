/** Parts of a bar of orders, and the numbers worth attention. */
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import BellRing from '@lucide/svelte/icons/bell-ring';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import FileClock from '@lucide/svelte/icons/file-clock';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Age } from '../../../../../domain/ages.ts';
import { otherKinds } from '../../../../../domain/kinds.ts';
import type { OtherKind } from '../../../../../domain/kinds.ts';
import type { Standing } from '../../../../api/board.ts';

/** Word and look of each number. */
export const plightLooks = {
  'in-time': { key: 'inTime', icon: CircleCheck, tone: 'plain' },
  warned: { key: 'warned', icon: AlarmClock, tone: 'warn' },
  overdue: { key: 'overdue', icon: TriangleAlert, tone: 'bad' },
  awaiting: { key: 'awaiting', icon: FileClock, tone: 'plain' },
  urged: { key: 'urged', icon: BellRing, tone: 'bad' },
  disputed: { key: 'disputed', icon: Undo2, tone: 'warn' },
} as const;

/** Parts of a bar from its start; together they are all orders. */
export const shares = ['in-time', 'warned', 'overdue', 'awaiting'] as const;
type Share = (typeof shares)[number];
/** Cases of other kinds are hatched, each kind in its own way. */
const hatchings = ['plain', 'hatched', 'dotted', 'striped', 'crossed'] as const;
type Hatching = (typeof hatchings)[number];
export const swatchOf = (kind: OtherKind): Hatching => hatchings[otherKinds.indexOf(kind) % hatchings.length] ?? 'plain';
/** Everything with a colour of its own in a bar. */
export type Swatch = Share | Hatching | Age;

/** Numbers of a row that are shown when not zero. */
export const marks = ['overdue', 'warned', 'urged', 'disputed', 'awaiting'] as const;

export const countOf = (standing: Standing, what: keyof typeof plightLooks): number => standing[plightLooks[what].key];
