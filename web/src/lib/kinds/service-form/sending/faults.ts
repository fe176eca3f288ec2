/** Validation of the page that sends a 业务办理服务确认单; all faults at once. */
import { lengthOf } from '../../../../../../domain/input/text.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { ControlFault } from '#lib/desk/drafts/beginning.svelte.ts';

/** Ids of its controls, in their order. */
export const controls = { typeId: 'form-type', text: 'form-text', uploadIds: 'form-files' } as const;

/** Returns the control for a path of the body. */
export const controlOfPath = (path: string): string | undefined => (controls as Readonly<Record<string, string>>)[path.split('.')[0] ?? ''];

/** @param longest maximum length of the text */
export const sendingFaults = (
  { typeId, text, hindrance }: { readonly typeId: string; readonly text: string; readonly hindrance: string | undefined },
  longest: number,
): ControlFault[] => {
  const over = lengthOf(text) - longest;
  return [
    ...(typeId === '' ? [{ id: controls.typeId, text: t('formDesk:send.typeMissing') }] : []),
    ...(lengthOf(text) === 0 ? [{ id: controls.text, text: t('formDesk:send.wordsMissing') }] : []),
    ...(over > 0 ? [{ id: controls.text, text: t('desk:compose.tooLong', { limit: longest, over }) }] : []),
    ...(hindrance === undefined ? [] : [{ id: controls.uploadIds, text: hindrance }]),
  ];
};
