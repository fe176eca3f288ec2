/** Appointments for the browser stories: a type of their own at a centre of their own, and places that start when a story needs it. */
import { randomUUID } from 'node:crypto';

import { connect } from '../../db/connect.ts';
import type { AppointmentDefinition } from '../../domain/slots/definition.ts';
import { simulatedTaxpayer } from '../../web/server/demo/simulated.ts';
import { ApiPerson } from '../../simulate/api-person.ts';
import { serviceAddresses } from '../../stack/addresses.ts';
import { ownCentre, type OwnCentre } from './own-centre.ts';
import { apiTaxpayer, type Taxpayer } from './people.ts';

const secondMs = 1_000;
/** A second, in minutes. */
const second = 1 / 60;
/** Places of the centre at any time. */
const places = 3;

export interface Booking {
  id: string;
  number: string;
}

/** A taxpayer whom no other story knows: a company, which can be looked up by its name. */
const nobodyElse = (): number => 800_000 + 2 * Math.floor(Math.random() * 50_000);

/** A centre with places at any time, a type of appointment that its agents hold, and a taxpayer. */
export class Appointments {
  readonly centre: OwnCentre;
  readonly taxpayer: ApiPerson;
  readonly company: string;
  readonly typeId: string;
  readonly typeName: string;
  readonly #origin: string;

  private constructor(origin: string, centre: OwnCentre, taxpayer: ApiPerson, company: string, type: { id: string; name: string }) {
    this.#origin = origin;
    this.centre = centre;
    this.taxpayer = taxpayer;
    this.company = company;
    this.typeId = type.id;
    this.typeName = type.name;
  }

  /**
   * @param graceSeconds how long each side waits for the other after the start
   * @param who one of the demo's taxpayers, who can also be at a browser; nobody whom another story knows by default
   */
  static async at(origin: string, graceSeconds: number, who?: Taxpayer): Promise<Appointments> {
    const centre = await ownCentre('binhai');
    const number = nobodyElse();
    const taxpayer = await (who === undefined ? ApiPerson.simulated(origin, number) : apiTaxpayer(origin, who));
    const company = who === undefined ? (simulatedTaxpayer(number).identities[0]?.companyName ?? '') : who.name;
    const part = randomUUID().slice(0, 8);
    const type = { id: `binhai-own-${part}`, name: `专项辅导${part}` };
    const definition: AppointmentDefinition = {
      ...{ lengthMinutes: 30, stepMinutes: 30, ways: ['text', 'audio-video'], pool: '' },
      categories: [{ key: 'invoice', name: '发票业务', nameEn: 'Invoices' }],
      ...{
        leadMinutes: 0,
        horizonDays: 14,
        cancelMinutes: 1,
        graceMinutes: graceSeconds * second,
        reminders: [],
        suspension: null,
        dayLimit: 9,
      },
    };
    await inDatabase(async (knex) => {
      await knex('case_types').insert({ ...type, kind: 'appointment', region_id: 'binhai', name_en: type.name, active: true });
      await knex('type_versions').insert({ type_id: type.id, version: 1, definition: JSON.stringify(definition) });
      const agents = await knex('officers').where({ centre_id: centre.id, role: 'agent' }).select<{ id: string }[]>('id');
      await knex('officer_skills').insert(agents.map(({ id }) => ({ officer_id: id, type_id: type.id })));
      const windows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ pool: '', weekday, from: '00:00', to: '24:00', places }));
      await knex('settings').insert({ scope: 'centre', scope_id: centre.id, key: 'slots.windows', value: JSON.stringify(windows) });
    });
    return new Appointments(origin, centre, taxpayer, company, type);
  }

  /** Books a place that starts so soon: what only a long wait would bring about. */
  async book(inSeconds: number, lastsSeconds: number, way: 'text' | 'audio-video' = 'text'): Promise<Booking> {
    const placeId = randomUUID();
    const startsAt = Date.now() + inSeconds * secondMs;
    await inDatabase(async (knex) => {
      await knex('slot_places').insert({
        ...{
          id: placeId,
          centre_id: this.centre.id,
          pool: '',
          place_no: 1,
          type_id: this.typeId,
          state: 'held',
          form: 'booking',
          day_limit: 9,
        },
        ...{ starts_at: new Date(startsAt), ends_at: new Date(startsAt + lastsSeconds * secondMs), held_until: new Date(startsAt) },
        identity_id: this.taxpayer.identityId,
      });
    });
    const id = randomUUID();
    const body = {
      centreId: this.centre.id,
      typeId: this.typeId,
      way,
      category: 'invoice',
      placeId,
      text: '咨询发票开具',
      uploadIds: [],
    };
    const { number } = await this.taxpayer.send('PUT', `/api/appointments/${id}`, { ...body, phone: '19910000000', reminder: 'inbox' }, id);
    return { id, number: String(number) };
  }

  /** What the taxpayer does, behind the pages. */
  async does(id: string, command: string, body: object = {}): Promise<void> {
    await this.taxpayer.send('POST', `/api/cases/${id}/commands/${command}`, body);
  }

  /** Another taxpayer of the region whom no other story knows. */
  another(): Promise<ApiPerson> {
    return ApiPerson.simulated(this.#origin, nobodyElse());
  }

  /** Tax number of a taxpayer. */
  async taxNumber(identityId: string): Promise<string> {
    let found = '';
    await inDatabase(async (knex) => {
      const row = await knex('identities').where({ id: identityId }).first<{ tax_number: string } | undefined>('tax_number');
      found = row?.tax_number ?? '';
    });
    return found;
  }

  /** Ends the holds of this centre's forms: what only a wait of minutes would bring about. `taken`: others have their places meanwhile. */
  async endHolds(then: 'free' | 'taken' = 'free'): Promise<void> {
    const other = await this.another();
    await inDatabase(async (knex) => {
      const holds = knex('slot_places').where({ centre_id: this.centre.id, type_id: this.typeId }).whereNull('case_id');
      if (then === 'free') {
        await holds.update({ held_until: new Date(Date.now() - secondMs) });
        return;
      }
      // Every place of those times belongs to somebody else's form.
      const rows = await holds.clone().select<Record<string, unknown>[]>('*');
      await holds.delete();
      await knex('slot_places').insert(rows.flatMap((row) => allPlaces({ ...row, identity_id: other.identityId })));
    });
  }

  /** Others choose every place of a time. */
  async takeAll(startsAt: string, endsAt: string): Promise<void> {
    const other = await this.another();
    const of = { centre_id: this.centre.id, pool: '', type_id: this.typeId, state: 'held', day_limit: 9, identity_id: other.identityId };
    const held = { ...of, starts_at: startsAt, ends_at: endsAt, held_until: new Date(Date.now() + 600 * secondMs) };
    await inDatabase(async (knex) => {
      await knex('slot_places').insert(allPlaces(held));
    });
  }

  /** Nobody else is offered the type afterwards. */
  async withdrawType(): Promise<void> {
    await inDatabase(async (knex) => {
      await knex('case_types').where({ id: this.typeId }).update({ active: false });
    });
  }
}

/** Rows for every place of a time, made like this one. */
const allPlaces = (like: object): object[] =>
  Array.from({ length: places }, (_, at) => ({ ...like, id: randomUUID(), place_no: at + 1, form: `other-${String(at + 1)}` }));

async function inDatabase(work: (knex: ReturnType<typeof connect>) => Promise<void>): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}
