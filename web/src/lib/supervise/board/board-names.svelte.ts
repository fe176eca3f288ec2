/** What the filters of an address are called: the board knows, and is asked once when nobody has it yet. */
import type { Board } from '../../../../api/board.ts';
import type { BoardFilter } from './board-filters.ts';

let known = $state.raw<Board>();

/** The board as it was last seen. */
export const lastBoard = {
  get value(): Board | undefined {
    return known;
  },
  set value(board: Board | undefined) {
    known = board;
  },
};

/** The names of a filter's type, stage and officer; what nobody knows goes by its id. */
export const namesOf = ({ typeId, stage, officerId }: BoardFilter): string[] => {
  const type = known?.types.find(({ id }) => id === typeId);
  const stages = type?.stages ?? known?.types.flatMap((each) => each.stages);
  return [
    ...(typeId === undefined ? [] : [type?.name ?? typeId]),
    ...(stage === undefined ? [] : [stages?.find(({ key }) => key === stage)?.name ?? stage]),
    ...(officerId === undefined || officerId === 'nobody' ? [] : [known?.officers.find(({ id }) => id === officerId)?.name ?? officerId]),
  ];
};
