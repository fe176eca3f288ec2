import { callTime } from '#lib/call/call-time.ts';
import { listed, t } from '#lib/i18n.svelte.ts';
import { callWays, mediaUses } from '../../../../../domain/call.ts';
import { oneOf, textIn, type Told } from '../page-kind.ts';

/** What sentences about a call name: its way, what the taxpayer agreed to use, how long it was. Empty for what the event does not tell. */
export const callWords = (data: Told['data']): { way: string; uses: string; time: string } => {
  const way = oneOf(callWays, data['way']);
  const uses = (textIn(data, 'uses') ?? '').split(',').flatMap((use) => oneOf(mediaUses, use) ?? []);
  const seconds = typeof data['seconds'] === 'number' ? data['seconds'] : 0;
  return {
    way: way === undefined ? '' : t(`call:full.${way}`),
    uses: listed(uses.map((use) => t(`call:use.${use}`))),
    time: callTime(seconds),
  };
};
