/**
 * The demo's SMS gateway, in place of a telephone company's. It shares nothing with the product but the protocol of
 * docs/api/sms-gateway.md.
 */
import type { Knex } from 'knex';
import type { Logger } from 'pino';

import { smsNoticeKinds, type SmsNoticeKind } from '../../../domain/kinds.ts';
import type { Deps } from '../deps.ts';
import { signatureOf } from '../notices/receipts.ts';
import { openedGateway } from '../settings/secrets.ts';

/** The gateway's texts by template; placeholders such as {number} are filled from the message's parameters. */
export const demoTemplates: Readonly<Record<`demo-${SmsNoticeKind}`, string>> = {
  'demo-invitation-sent': '【征纳互动】税务机关邀请您互动（{number}），请登录电子税务局，在“征纳互动”的“税局邀请”中确认时间。',
  'demo-invitation-due': '【征纳互动】邀请（{number}）仍待您确认，逾期将失效，请尽快登录电子税务局确认。',
  'demo-invitation-declined': '【征纳互动】您为邀请（{number}）提议的时间未被采纳，请登录电子税务局，在原来的时间中选择。',
  'demo-invitation-withdrawn': '【征纳互动】邀请（{number}）已由税务机关撤回，保留的时间已释放。',
  'demo-invitation-expired': '【征纳互动】邀请（{number}）逾期未确认，已失效，保留的时间已释放。',
  'demo-appointment-booked': '【征纳互动】您的预约（{number}）已成功，请登录电子税务局，在“征纳互动”的“我的预约”中查看时间。',
  'demo-appointment-moved': '【征纳互动】您的预约（{number}）已改期，请登录电子税务局，在“征纳互动”的“我的预约”中查看新的时间。',
  'demo-appointment-near': '【征纳互动】您的预约（{number}）时间临近，请按时登录电子税务局，打开“征纳互动”。',
  'demo-appointment-cancelled': '【征纳互动】您的预约（{number}）已取消，原因请登录电子税务局，在“征纳互动”的“我的预约”中查看。',
  'demo-appointment-missed':
    '【征纳互动】您没有按时参加预约（{number}），已记为失约。如有异议，请登录电子税务局，在“征纳互动”的“我的预约”中申诉。',
  'demo-appointment-failed':
    '【征纳互动】很抱歉，您的预约（{number}）因我方原因没有进行，不会计为失约。请登录电子税务局，在“征纳互动”中优先重新预约。',
  'demo-appointment-miss-lifted': '【征纳互动】您对预约（{number}）失约的申诉成立，失约已撤销。',
  'demo-appointment-miss-upheld':
    '【征纳互动】您对预约（{number}）失约的申诉未成立，原因请登录电子税务局，在“征纳互动”的“我的预约”中查看。',
  'demo-message-replied': '【征纳互动】您的留言（{number}）已有回复，请登录电子税务局，在“征纳互动”的“我的留言”中查看。',
  'demo-message-asked-back': '【征纳互动】办理您的留言（{number}）需要您补充说明，请登录电子税务局，在“征纳互动”的“我的留言”中补充。',
  'demo-message-reminded': '【征纳互动】您的留言（{number}）仍在等待您补充说明，逾期将自动办结，请尽快登录电子税务局补充。',
  'demo-message-closed': '【征纳互动】您的留言（{number}）因逾期未补充说明已办结。如仍有疑问，请重新留言。',
  'demo-message-converted': '【征纳互动】您的留言（{number}）已转为工单办理，请登录电子税务局，在“征纳互动”的“我的工单”中查看进度。',
  'demo-message-ended': '【征纳互动】您的留言（{number}）已由税务机关结束，原因请登录电子税务局，在“征纳互动”的“我的留言”中查看。',
  'demo-order-papers-asked': '【征纳互动】办理您的工单（{number}）需要您补正材料，请登录电子税务局，在“征纳互动”的“我的工单”中提交。',
  'demo-order-papers-returned':
    '【征纳互动】您的工单（{number}）有材料被退回，请登录电子税务局，在“征纳互动”的“我的工单”中查看原因并重新提交。',
  'demo-order-papers-due':
    '【征纳互动】您的工单（{number}）仍在等待补正材料，逾期将自动终止，请尽快登录电子税务局，在“征纳互动”的“我的工单”中提交。',
  'demo-order-finished': '【征纳互动】您的工单（{number}）已办结，请登录电子税务局，在“征纳互动”的“我的工单”中查看结果。',
  'demo-order-ended': '【征纳互动】您的工单（{number}）已终止，原因请登录电子税务局，在“征纳互动”的“我的工单”中查看。',
  'demo-form-sent':
    '【征纳互动】税务机关向您发出了业务办理服务确认单（{number}），请登录电子税务局，在“征纳互动”的“业务确认单”中填写并提交。',
  'demo-form-returned':
    '【征纳互动】您的业务办理服务确认单（{number}）有材料需要更正，请登录电子税务局，在“征纳互动”的“业务确认单”中处理。',
  'demo-form-due':
    '【征纳互动】您的业务办理服务确认单（{number}）尚未提交，逾期将自动失效，请尽快登录电子税务局，在“征纳互动”的“业务确认单”中提交。',
  'demo-form-completed': '【征纳互动】您的业务办理服务确认单（{number}）已办结，请登录电子税务局，在“征纳互动”的“业务确认单”中查看结果。',
  'demo-form-recalled':
    '【征纳互动】您的业务办理服务确认单（{number}）已由税务机关撤回，请登录电子税务局，在“征纳互动”的“业务确认单”中查看。',
  'demo-form-expired': '【征纳互动】您的业务办理服务确认单（{number}）因逾期未提交已失效。如仍需办理，请联系税务机关。',
};

/** Template for each kind of notice. */
export const demoTemplateNames = Object.fromEntries(smsNoticeKinds.map((kind) => [kind, `demo-${kind}` as const]));

/** @returns the text, or null when the gateway has no such template */
export function renderDemoMessage(template: string, parameters: Readonly<Record<string, string>>): string | null {
  const text = Object.entries(demoTemplates).find(([name]) => name === template)?.[1];
  return text === undefined ? null : text.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');
}

/** True when the secret is that of some region's gateway. */
export async function isGatewaySecret({ knex, secrets }: Pick<Deps, 'knex' | 'secrets'>, secret: string): Promise<boolean> {
  const regions = await knex('settings').where({ scope: 'region', key: 'sms.gateway' }).pluck<string[]>('scope_id');
  const gateways = await Promise.all(regions.map((id) => openedGateway(knex, secrets, id)));
  return gateways.some((gateway) => gateway?.secret === secret);
}

/** Accepts a message; a repeated id is only counted. */
export async function takeDemoMessage(knex: Knex, message: { id: string; phone: string; body: string }): Promise<void> {
  await knex('demo_short_messages')
    .insert(message)
    .onConflict('id')
    .merge({ deliveries: knex.raw('demo_short_messages.deliveries + 1') });
}

export interface DemoShortMessage {
  id: string;
  phone: string;
  body: string;
  received_at: Date;
  deliveries: number;
}

export const demoMessage = async (knex: Knex, id: string): Promise<DemoShortMessage | undefined> =>
  knex('demo_short_messages').where({ id }).first<DemoShortMessage | undefined>();

/** Returns the newest messages of all telephones. */
export const demoMessages = async (knex: Knex): Promise<DemoShortMessage[]> =>
  knex('demo_short_messages')
    .orderBy([{ column: 'received_at', order: 'desc' }, { column: 'id' }])
    .limit(500)
    .select<DemoShortMessage[]>('*');

const receiptPausesMs = [300, 2_000, 10_000];

/** Sends the delivery receipt, as gateways do: a little later, and with retries. */
export async function sendReceipt(
  receiptUrl: string,
  secret: string,
  id: string,
  log: Logger,
  pausesMs: readonly number[] = receiptPausesMs,
): Promise<void> {
  const body = JSON.stringify({ id, status: 'delivered', at: new Date().toISOString() });
  for (const pause of pausesMs) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const { ok } = await fetch(receiptUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-signature': signatureOf(secret, body) },
        body,
        signal: AbortSignal.timeout(5_000),
      });
      if (ok) return;
    } catch (error) {
      log.info({ kind: error instanceof Error ? error.name : 'unknown' }, 'the demo gateway could not deliver a receipt');
    }
  }
}
