import { beginCase, type Carried } from '#lib/api/command.ts';
import type { SendFormBody } from '../../../../../api/service-form/form.ts';

/**
 * Sends a 业务办理服务确认单 to a taxpayer; idempotent for the same id and contents.
 * @throws Problem
 */
export const sendForm = async (id: string, body: SendFormBody): Promise<Carried> => await beginCase('/api/service-forms', id, body);
