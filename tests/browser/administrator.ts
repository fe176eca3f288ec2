import { randomBytes } from 'node:crypto';

import type { BrowserContextOptions, Page } from '@playwright/test';

import { connect } from '../../db/connect.ts';
import { createSession } from '../../db/officers.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import { sessionCookie, sessionHash } from '../../web/server/http/authenticate.ts';
import type { People } from './fixtures.ts';

/** A browser of an officer, signed in behind the pages: another suite may have the account locked. */
export async function officersBrowser(people: People, login: string, options: BrowserContextOptions = {}): Promise<Page> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  const token = randomBytes(32).toString('base64url');
  try {
    const officer = await knex('officers').where({ login }).first<{ id: string }>('id');
    await createSession(knex, sessionHash(token), officer.id, Date.now());
  } finally {
    await knex.destroy();
  }
  const page = await people.browser(options);
  await page.context().addCookies([{ name: sessionCookie, value: token, url: people.origin }]);
  return page;
}

/** A browser of the region's administrator. */
export const administratorsBrowser = (people: People, options: BrowserContextOptions = {}): Promise<Page> =>
  officersBrowser(people, 'admin', options);
