/** Figures of conversations in words. */
import { t } from '#lib/i18n.svelte.ts';
import type { Bar } from '#lib/ui/Bars.svelte';
import type { ConversationFigures } from '../../../../../api/conversation/desk.ts';

/** Share in whole percent; a dash when there is nothing to share. */
const shareWords = (part: number, whole: number): string => (whole === 0 ? '–' : `${String(Math.round((part / whole) * 100))}%`);

interface Tile {
  readonly id: 'soon' | 'abandoned' | 'robot' | 'promises' | 'idleSeconds';
  readonly value: string;
  readonly bad: boolean;
}

/** Share of first answers within three minutes that GB/T 33358 asks for. */
const soonShare = 0.9;

export const figureTiles = ({
  answered,
  answeredSoon,
  abandoned,
  ended,
  robotOnly,
  promises,
  idleSeconds,
}: ConversationFigures): readonly Tile[] => [
  { id: 'soon', value: shareWords(answeredSoon, answered), bad: answered > 0 && answeredSoon / answered < soonShare },
  { id: 'abandoned', value: String(abandoned), bad: abandoned > 0 },
  { id: 'robot', value: shareWords(robotOnly, ended), bad: false },
  { id: 'promises', value: shareWords(promises.kept, promises.promised), bad: promises.kept < promises.promised },
  { id: 'idleSeconds', value: t('conversation:desk.seconds', { count: idleSeconds }), bad: idleSeconds > 0 },
];

export const causeBars = ({ causes }: ConversationFigures): readonly Bar[] =>
  causes.map(({ cause, count }) => {
    const label = t(`conversation:cause.${cause}`);
    return { id: cause, label, value: count, text: t('conversation:desk.board.causeText', { cause: label, count }) };
  });

/** Attendance of the conversations that ended. */
export const attendanceBars = ({ ended, robotOnly, attended, abandoned }: ConversationFigures): readonly Bar[] =>
  ended === 0
    ? []
    : (
        [
          ['robotOnly', robotOnly],
          ['attended', attended],
          ['abandoned', abandoned],
        ] as const
      ).map(([id, value]) => {
        const label = t(`conversation:desk.board.attendance.${id}`);
        return {
          id,
          label,
          value,
          aside: shareWords(value, ended),
          text: t('conversation:desk.board.causeText', { cause: label, count: value }),
        };
      });
