/** A row of the board: the parts of its bar, and the numbers beside it. */
import type { Component } from 'svelte';
import { t } from '#lib/i18n.svelte.ts';
import { ages } from '../../../../../domain/ages.ts';
import { otherKinds } from '../../../../../domain/kinds.ts';
import type { OtherKind } from '../../../../../domain/kinds.ts';
import type { Ages, BoardOfficer, Standing } from '../../../../api/board.ts';
import type { BoardFilter } from './board-filters.ts';
import { countOf, marks, plightLooks, shares, swatchOf } from './board-shares.ts';
import type { Swatch } from './board-shares.ts';
import { kindWords, pageKinds } from '#lib/kinds/index.ts';

export interface Part {
  readonly id: string;
  readonly swatch: Swatch;
  readonly words: string;
  readonly count: number;
  /** List of exactly these. */
  readonly filter: BoardFilter;
}

export interface Mark extends Omit<Part, 'swatch'> {
  readonly icon?: Component;
  readonly tone: 'plain' | 'warn' | 'bad';
}

interface Row {
  /** Parts of the bar, from its start. */
  readonly parts: readonly Part[];
  readonly marks: readonly Mark[];
}

/** Builds the row of a count of orders by plight, with the cases that an officer holds beside them. */
export function standingRow(standing: Standing, filter: BoardFilter, others?: BoardOfficer['others']): Row {
  const beside =
    others === undefined ? [] : otherKinds.map((kind) => ({ id: kind, swatch: swatchOf(kind), ...heldOf(others, kind, filter) }));
  return {
    parts: [...shares.map((what) => ({ id: what, swatch: what, ...counted(standing, what, filter) })), ...beside],
    marks: [
      ...marks.map((what) => ({
        id: what,
        icon: plightLooks[what].icon,
        tone: plightLooks[what].tone,
        ...counted(standing, what, filter),
      })),
      ...beside.map((each) => ({ ...each, icon: pageKinds[each.id].icon, tone: 'plain' as const })),
    ],
  };
}

const heldOf = (others: BoardOfficer['others'], kind: OtherKind, filter: BoardFilter) => ({
  words: kindWords(kind),
  count: others[kind].open,
  filter: { ...filter, kind },
});

const counted = (standing: Standing, what: keyof typeof plightLooks, filter: BoardFilter) => ({
  words: t(`supervise:board.what.${what}`),
  count: countOf(standing, what),
  filter: { ...filter, what },
});

/** Builds the row of a count of orders by age. */
export function ageRow(of: Ages, filter: BoardFilter): Row {
  const parts = ages.map((age) => ({
    id: age,
    swatch: age,
    words: t(`supervise:board.age.${age}`),
    count: of[age],
    filter: { ...filter, age },
  }));
  return { parts, marks: parts.map((part) => ({ ...part, tone: 'plain' as const })) };
}
