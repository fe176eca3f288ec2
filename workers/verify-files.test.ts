import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { localPlace } from '../tests/support/file-places.ts';
import { pdf } from '../tests/support/sample-files.ts';
import { idOf, tusClient } from '../tests/support/tus.ts';
import { testWeb } from '../tests/support/web.ts';
import { verifyFiles } from './verify-files.ts';

const place = localPlace();
const web = testWeb({ workers: true, uploadStore: place.store });
const { uploaded } = tusClient(web);

describe('holding texts and files against the events that name them', () => {
  const caseId = randomUUID();
  let file = '';
  const found = async () => {
    const { discrepancies } = await verifyFiles(web.knex, web.deps.uploads);
    return discrepancies.filter((one) => one.caseId === caseId).map(({ what }) => what);
  };
  const text = () => web.knex('texts').where({ case_id: caseId });
  const upload = () => web.knex('uploads').where({ id: file });

  beforeAll(async () => {
    const as = await web.taxpayer('li-xue-whale');
    file = idOf(await uploaded(as, 'a.pdf', pdf()));
    const body = {
      centreId: 'binhai-1',
      typeId: 'binhai-invoice',
      text: '请问电子发票红冲以后如何重新开具?',
      uploadIds: [file],
      reminder: 'none',
    };
    expect((await web.ask('PUT', `/api/messages/${caseId}`, { as, body })).status).toBe(200);
  });

  it('finds nothing where nothing is wrong; what was taken up is in the audit log once', async () => {
    expect(await found()).toEqual([]);
    expect((await verifyFiles(web.knex, web.deps.uploads)).files).toBeGreaterThan(0);
    expect(await web.knex('audit_log').where({ action: 'upload', object_id: file }).pluck('detail')).toEqual([{ caseId, version: 1 }]);
  });

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>, RegExp]>([
    [
      'a text that was not taken up',
      () => text().update({ adopted_at: null }),
      () => text().update({ adopted_at: new Date() }),
      /names the text/,
    ],
    [
      'a file that is not the case’s',
      () => upload().update({ case_id: null }),
      () => upload().update({ case_id: caseId }),
      /names the upload/,
    ],
    ['another size', () => upload().update({ size: 1 }), () => upload().update({ size: pdf().length }), /bytes instead of 1/],
    [
      'another content',
      () => place.overwrite(file, Buffer.from(pdf().map((byte) => byte ^ 1))),
      () => place.overwrite(file, pdf()),
      /another content/,
    ],
    ['no file at all', () => place.remove(file), () => Promise.resolve(), /is not there/],
  ])('finds %s', async (_, damage, mend, what) => {
    await damage();
    expect((await found()).join('\n')).toMatch(what);
    await mend();
  });
});
