/** Files that the server makes: fetched with the page's access, then saved by the browser. */
import { language, t } from '#lib/i18n.svelte.ts';
import { Problem, problemFrom } from './problem.ts';
import { currentAccess } from './request.ts';

const unauthorised = 401;
/** Links to a blob stay until the browser has surely read it. */
const keepMs = 60_000;

const fetchFile = async (path: string): Promise<Response> => {
  const token = currentAccess().token();
  const headers = new Headers({ 'accept-language': language() });
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  return await fetch(path, { headers, credentials: token === null ? 'same-origin' : 'omit' }).catch(() => {
    throw new Problem('network-lost', t('errors:network-lost'));
  });
};

/** Saves the file at an address under a name. @throws Problem */
export const saveFile = async (path: string, name: string): Promise<void> => {
  let response = await fetchFile(path);
  if (response.status === unauthorised && (await currentAccess().renew()) !== null) response = await fetchFile(path);
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => undefined));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, keepMs);
};
