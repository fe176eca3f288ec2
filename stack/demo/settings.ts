/** Settings of the demo's regions and centres that differ from the defaults. */
import { randomBytes } from 'node:crypto';

import type { Settings } from '../../domain/settings.ts';
import { demoGatewayPath } from '../../web/server/demo/announce.ts';
import { demoTemplateNames } from '../../web/server/demo/short-messages.ts';
import type { DemoRegionId } from '../../web/server/demo/taxpayers.ts';

const megabytes = (count: number): number => count * 1_024 * 1_024;

/** Account of a region at the SMS gateway. The web process corrects the address when it starts. */
const gateway = (): Settings['sms.gateway'] => ({
  url: `http://127.0.0.1:8080${demoGatewayPath}`,
  secret: randomBytes(24).toString('base64url'),
  templates: demoTemplateNames,
});

const weekdays = (morning: [string, string], afternoon: [string, string]): Settings['calendar.hours'] => {
  const day = [morning, afternoon].map(([from, to]) => ({ from, to }));
  return { week: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }, makeUp: day };
};

/** Places for appointments from Monday to Friday; the working hours decide about the breaks. */
const placesOnWeekdays = (places: number): Settings['slots.windows'] =>
  ([1, 2, 3, 4, 5] as const).map((weekday) => ({ pool: '', weekday, from: '08:00', to: '18:00', places }));

export const demoRegionSettings = (): Record<DemoRegionId, Partial<Settings>> => ({
  binhai: {
    'conversation.notice': '办税服务厅周六上午照常开放，可先预约取号。',
    'message.minLength': 10,
    'upload.maxBytes': megabytes(20),
    'calendar.hours': weekdays(['09:00', '12:00'], ['13:30', '17:00']),
    'hall.address': '滨海市海河路 66 号市民中心二楼 A 区',
    'slots.windows': placesOnWeekdays(4),
    'sms.gateway': gateway(),
  },
  yunling: {
    'entry.roles': ['legal-representative', 'finance-officer', 'natural-person'],
    'message.minLength': 20,
    'message.firstAnswerMinutes': 240,
    'upload.maxBytes': megabytes(10),
    'upload.maxFiles': 5,
    'calendar.hours': weekdays(['08:30', '12:00'], ['14:00', '18:00']),
    'hall.address': '云岭市松山大道 18 号政务服务中心一楼',
    'slots.windows': placesOnWeekdays(2),
    'sms.gateway': gateway(),
  },
});

export const demoCentreSettings: Record<string, Partial<Settings>> = {
  'binhai-2': {
    'message.firstAnswerMinutes': 240,
    'calendar.hours': weekdays(['08:30', '12:00'], ['13:00', '17:30']),
    'hall.address': '滨海市高新区创新一路 9 号 3 号楼一楼',
    'slots.windows': placesOnWeekdays(2),
  },
};
