import type { Standing as Counts } from '../../../db/board-counts.ts';
import { byOtherKind, type Board as Counted } from '../../../db/board.ts';
import type { Board } from '../../api/board.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

export const presentBoard = ({ totals, types, officers }: Counted, language: Language): Board => ({
  totals: standingOf(totals),
  types: types.map(({ id, name, name_en, stages, ...counts }) => ({
    id,
    name: nameIn(language, name, name_en),
    ...standingOf(counts),
    stages: stages.map(({ key, name, name_en, ...each }) => ({ key, name: nameIn(language, name, name_en), ...standingOf(each) })),
  })),
  officers: officers.map(({ id, name, on_duty, orders, others }) => ({
    id,
    name,
    onDuty: on_duty,
    orders: standingOf(orders),
    others: byOtherKind((kind) => fewOf(others[kind])),
  })),
});

const fewOf = ({ open, overdue }: Counts) => ({ open, overdue });
const standingOf = <C extends Counts>({ in_time, ...rest }: C) => ({ ...rest, inTime: in_time });
