import { callTime } from '#lib/call/call-time.ts';
import { listed, t } from '#lib/i18n.svelte.ts';
import { callWays, mediaUses } from '../../../../../domain/call.ts';
import { recordingEndings } from '../../../../../domain/conversation/recording.ts';
import { oneOf, textIn, type Told } from '../page-kind.ts';

/**
 * What sentences about a call name: its way, what the taxpayer agreed to use, how long it was; for how many days a recording is kept, and
 * how it ended. Empty for what the event does not tell.
 */
export const callWords = (data: Told['data']): { way: string; uses: string; time: string; days: string; ending: string } => {
  const way = oneOf(callWays, data['way']);
  const uses = (textIn(data, 'uses') ?? '').split(',').flatMap((use) => oneOf(mediaUses, use) ?? []);
  const ending = oneOf(recordingEndings, data['by']);
  const seconds = typeof data['seconds'] === 'number' ? data['seconds'] : 0;
  return {
    way: way === undefined ? '' : t(`call:full.${way}`),
    uses: listed(uses.map((use) => t(`call:use.${use}`))),
    time: callTime(seconds),
    days: typeof data['days'] === 'number' ? String(data['days']) : '',
    ending: ending === undefined ? '' : t(`call:recordingEnding.${ending}`),
  };
};
