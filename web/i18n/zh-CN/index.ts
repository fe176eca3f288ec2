import { accounts } from './accounts.ts';
import { appointment } from './appointment.ts';
import { bulk } from './bulk.ts';
import { call } from './call.ts';
import { common } from './common.ts';
import { conversation } from './conversation.ts';
import { demo } from './demo.ts';
import { desk } from './desk.ts';
import { errors } from './errors.ts';
import { formDesk } from './form-desk.ts';
import { formWindow } from './form-window.ts';
import { form } from './form.ts';
import { history } from './history.ts';
import { knowledge } from './knowledge.ts';
import { invitation } from './invitation.ts';
import { message } from './message.ts';
import { order } from './order.ts';
import { report } from './report.ts';
import { settings } from './settings.ts';
import { slots } from './slots.ts';
import { supervise } from './supervise.ts';
import { transcript } from './transcript.ts';

export const zhCN = {
  accounts,
  common,
  message,
  errors,
  demo,
  desk,
  supervise,
  report,
  history,
  order,
  form,
  formWindow,
  formDesk,
  conversation,
  knowledge,
  call,
  appointment,
  invitation,
  bulk,
  settings,
  slots,
  transcript,
} as const;
