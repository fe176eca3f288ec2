/** Names of the filters in an address, from the board; fetched once when no board is loaded. */
import type { Board } from '../../../../api/board.ts';
import type { BoardFilter } from './board-filters.ts';

let known = $state.raw<Board>();

/** Board as last loaded. */
export const lastBoard = {
  get value(): Board | undefined {
    return known;
  },
  set value(board: Board | undefined) {
    known = board;
  },
};

/** Names of a filter's type, stage and officer; unknown ones are shown by id. */
export const namesOf = ({ typeId, stage, assigneeId }: BoardFilter): string[] => {
  const type = known?.types.find(({ id }) => id === typeId);
  const stages = type?.stages ?? known?.types.flatMap((each) => each.stages);
  return [
    ...(typeId === undefined ? [] : [type?.name ?? typeId]),
    ...(stage === undefined ? [] : [stages?.find(({ key }) => key === stage)?.name ?? stage]),
    ...(assigneeId === undefined || assigneeId === 'nobody'
      ? []
      : [known?.officers.find(({ id }) => id === assigneeId)?.name ?? assigneeId]),
  ];
};
