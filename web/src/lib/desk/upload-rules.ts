import { attachmentEndings, settingsFrom } from '../../../../domain/settings.ts';
import type { UploadRules } from '#lib/uploads/rules.ts';

/**
 * What an officer may attach, as far as the page knows: a region may allow less, and the server's refusal then says its limit.
 */
export const officerUploadRules = (): UploadRules => {
  const defaults = settingsFrom();
  return { maxBytes: defaults['upload.maxBytes'], maxFiles: defaults['upload.maxFiles'], endings: attachmentEndings };
};
