/** How so many orders are shared out in a bar, and which of them are worth a look. */
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

/** What a number counts, and what it looks like. */
export const plightLooks = {
  'in-time': { key: 'inTime', icon: CircleCheck, tone: 'plain' },
  warned: { key: 'warned', icon: AlarmClock, tone: 'warn' },
  overdue: { key: 'overdue', icon: TriangleAlert, tone: 'bad' },
  awaiting: { key: 'awaiting', icon: FileClock, tone: 'plain' },
  urged: { key: 'urged', icon: BellRing, tone: 'bad' },
  disputed: { key: 'disputed', icon: Undo2, tone: 'warn' },
} as const;

/** The parts of a bar, from its beginning: together they are all the orders. */
export const shares = ['in-time', 'warned', 'overdue', 'awaiting'] as const;
type Share = (typeof shares)[number];
/** What is held beside the orders is hatched by kind, each in its own way. */
const hatchings = ['plain', 'hatched', 'dotted'] as const;
type Hatching = (typeof hatchings)[number];
export const swatchOf = (kind: OtherKind): Hatching => hatchings[otherKinds.indexOf(kind) % hatchings.length] ?? 'plain';
/** What has a colour of its own in a bar. */
export type Swatch = Share | Hatching | Age;

/** What a row tells of, where there is any. */
export const marks = ['overdue', 'warned', 'urged', 'disputed', 'awaiting'] as const;

export const countOf = (standing: Standing, what: keyof typeof plightLooks): number => standing[plightLooks[what].key];
