/** Demo types of appointment (预约服务类型), and the agents who can hold them. */
import type { Knex } from 'knex';

import type { AppointmentCategory, AppointmentDefinition } from '../../../domain/slots/definition.ts';
import { seedDefinedTypes, type DemoType } from '../defined-types.ts';

const category = (key: string, name: string, nameEn: string): AppointmentCategory => ({ key, name, nameEn });

const usual = {
  stepMinutes: 30,
  pool: '',
  leadMinutes: 60,
  horizonDays: 14,
  cancelMinutes: 120,
  graceMinutes: 10,
  reminders: [1_440, 60],
  suspension: { misses: 3, withinDays: 30, suspendedDays: 30 },
  dayLimit: 2,
} satisfies Partial<AppointmentDefinition>;

const types: readonly (DemoType & { definition: AppointmentDefinition })[] = [
  {
    id: 'guidance',
    name: '办税辅导',
    nameEn: 'Guidance on tax matters',
    definition: {
      ...usual,
      lengthMinutes: 30,
      ways: ['text', 'audio-video', 'remote-assistance'],
      categories: [
        category('filing', '申报纳税', 'Filing and payment'),
        category('invoice', '发票业务', 'Invoices'),
        category('incentive', '税费优惠', 'Tax incentives'),
        category('social-insurance', '社保缴费', 'Social insurance'),
      ],
    },
  },
  {
    id: 'complex',
    name: '复杂事项办理',
    nameEn: 'Complex matters',
    definition: {
      ...usual,
      lengthMinutes: 60,
      leadMinutes: 240,
      cancelMinutes: 240,
      graceMinutes: 15,
      dayLimit: 1,
      ways: ['audio-video', 'remote-assistance'],
      categories: [
        category('vat-refund', '留抵退税', 'VAT refunds'),
        category('deregistration', '注销登记', 'Deregistration'),
        category('cross-border', '跨境税收', 'Cross-border taxation'),
      ],
    },
  },
];

/** @param trx the seed's transaction, after the regions and officers were inserted */
export const seedAppointmentTypes = (trx: Knex.Transaction): Promise<void> =>
  seedDefinedTypes(trx, 'appointment', { prefix: 'appt', firstPosition: 300, types });
