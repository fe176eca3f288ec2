import type { demo as original } from '../zh-CN/demo.ts';
import type { Translation } from '../shape.ts';

export const demo = {
  parts: { title: 'Parts of the pages', sample: 'When is the filing deadline for small-scale VAT taxpayers?' },
  bureau: 'Electronic tax bureau',
  demo: 'Demo',
  demoHint: 'A demonstration: taxpayers, companies and business are invented, and nothing is really done.',
  nav: { label: 'Sections', home: 'Home', account: 'Digital tax account', invoicing: 'Invoicing', phone: 'Demo phone' },
  notReal: 'The demo bureau does not do “{{name}}”. For questions use the icon at the bottom right.',

  identity: {
    current: 'Acting as',
    choose: 'Change identity',
    title: 'Choose a taxpayer and an identity',
    hint: 'One person may act for several companies or for themselves; what they see is that identity’s.',
    phone: 'Mobile {{phone}}',
    taxNumber: 'Taxpayer number',
    region: 'Region',
    role: 'Capacity',
    kind: 'Kind of taxpayer',
    none: 'The demo taxpayers are not there yet. Please reload in a moment.',
  },

  taxpayerKind: { general: 'General taxpayer', 'small-scale': 'Small-scale taxpayer', 'natural-person': 'Natural person' },

  home: {
    welcome: 'Hello, {{name}}',
    services: 'Popular services',
    todo: 'To do',
    reminders: 'My reminders',
    remindersEmpty: 'No reminders',
    remindersHint: 'Filing reminders and news on tax policy will appear here.',
    risk: 'Risk notice',
    riskTitle: 'Beware of people posing as tax officers',
    riskText:
      'The tax office never asks by phone or short message for transfers, codes or passwords. If in doubt call 12366, or use the icon at the bottom right.',
    notices: 'Announcements',
    phoneCard: 'Demo phone',
    phoneHint: 'See the short messages that were “sent”',
  },
  service: {
    filing: { name: 'Filing and payment', hint: 'VAT, corporate income tax and others' },
    invoicing: { name: 'Invoicing', hint: 'Blue and red invoices' },
    account: { name: 'Digital tax account', hint: 'Ticking, queries, applications' },
    refund: { name: 'Refunds', hint: 'Overpaid, wrongly paid, retained VAT' },
    certificate: { name: 'Certificates', hint: 'Tax paid, personal tax records' },
    registration: { name: 'Registration', hint: 'Changes, qualifications, filings' },
    credit: { name: 'Tax credit', hint: 'Rating, repair and review' },
    personal: { name: 'Personal income tax', hint: 'Annual settlement, deductions' },
  },
  todoItem: {
    vat: 'VAT and surcharges return (period {{period}})',
    invoiceCheck: 'Deduction ticking to be confirmed',
    annual: 'Annual settlement of personal income tax',
    info: 'Staff data to be confirmed',
    do: 'Go',
  },
  announcement: {
    calendar: 'Filing deadlines in 2026',
    invoice: 'Questions about e-invoice quotas',
    policy: 'VAT policy for small-scale taxpayers',
  },

  account: {
    title: 'Digital tax account',
    hint: 'All your invoice data, with ticking, queries and applications',
    usage: 'My invoices',
    quota: 'Quota left this month',
    issued: 'Issued this month',
    received: 'Received this month',
    unchecked: 'To be ticked',
    query: 'Queries',
    card: {
      check: { name: 'Invoice ticking', hint: 'For deduction and refund' },
      statistics: { name: 'Statistics', hint: 'Issued and received invoices' },
      red: { name: 'Red-letter confirmations', hint: 'Enter, confirm and query' },
      archive: { name: 'Invoice booking', hint: 'Mark and query' },
      verify: { name: 'Invoice check', hint: 'Genuine or not, and state' },
      apply: { name: 'Supply and issue on behalf', hint: 'Applications, quota changes' },
      oil: { name: 'Refined oil', hint: 'Stock, purchase and retail' },
      tax: { name: 'Tax information', hint: 'Returns, payments, certificates' },
    },
  },

  invoicing: {
    title: 'Invoicing',
    hint: 'Issue, reverse and maintain e-invoices',
    card: {
      blue: { name: 'Issue blue invoices', hint: 'At once, or by code' },
      red: { name: 'Issue red invoices', hint: 'By confirmation' },
      draft: { name: 'Drafts', hint: 'Go on with unfinished ones' },
      paper: { name: 'Paper invoices', hint: 'Numbers, voiding, loss' },
      goods: { name: 'Invoice data', hint: 'Items, customers, elements' },
      quota: { name: 'Quota change', hint: 'Apply for another quota' },
    },
    personHint: 'A natural person cannot issue invoices here; apply to have them issued on behalf.',
  },

  phone: {
    title: 'Demo phone',
    hint: 'Short messages “sent” to each number, fetched every {{seconds}} seconds.',
    choose: 'Number',
    empty: 'No short messages yet',
    emptyHint: 'Choose “Short message” when leaving a message; once answered, it appears here.',
    messages: 'Messages',
  },
} as const satisfies Translation<typeof original>;
