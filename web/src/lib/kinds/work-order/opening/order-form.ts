/** Validation and body of the form with which an officer opens an order; all faults at once. */
import { lengthOf } from '../../../../../../domain/input/text.ts';
import { language, t } from '#lib/i18n.svelte.ts';
import type { Priority } from '../../../../../../domain/priority.ts';
import { fillingFaults } from '../../../../../../domain/work-order/filling.ts';
import type { FillingFault } from '../../../../../../domain/work-order/filling.ts';
import type { OpenOrderBody } from '../../../../../api/work-order/order.ts';
import type { OrderType } from '../../../../../api/work-order/types.ts';
import type { ControlFault } from '#lib/desk/drafts/beginning.svelte.ts';

export interface OrderEntry {
  typeId: string;
  identityId: string;
  priority: Priority;
  text: string;
  fields: Record<string, string>;
}

type FieldOfType = OrderType['definition']['fields'][number];

/** Name in the reader's language. */
export const nameOf = ({ name, nameEn }: { readonly name: string; readonly nameEn: string }): string =>
  language() === 'en' ? nameEn : name;

/** Ids of the form's controls, in their order. */
export const controls = { identityId: 'order-taxpayer', typeId: 'order-type', text: 'order-text', uploadIds: 'order-files' } as const;
export const controlOfField = (key: string): string => `order-field-${key}`;

/** Returns the control for a path of the body. */
export const controlOfPath = (path: string): string | undefined => {
  const [first = '', second = ''] = path.split('.');
  if (first === 'fields') return controlOfField(second);
  return (controls as Readonly<Record<string, string>>)[first];
};

/** Keeps the entries that belong to the type's own fields. */
const filledFor = (type: OrderType, fields: OrderEntry['fields']): OrderEntry['fields'] =>
  Object.fromEntries(
    type.definition.fields.flatMap(({ key }) => {
      const value = fields[key]?.trim() ?? '';
      return value === '' ? [] : [[key, value]];
    }),
  );

const fieldWords = (field: FieldOfType, code: FillingFault['code']): string => {
  const name = nameOf(field);
  if (field.kind === 'choice') return t('order:form.fieldChoice', { name });
  if (code === 'required') return t('order:form.fieldMissing', { name });
  return field.kind === 'date' ? t('order:form.fieldDate', { name }) : t('order:form.fieldNumber', { name });
};

const fieldFaults = ({ fields }: OrderEntry, type: OrderType): ControlFault[] =>
  fillingFaults(type.definition.fields, filledFor(type, fields)).flatMap(({ key, code }) => {
    const field = type.definition.fields.find((each) => each.key === key);
    return field === undefined ? [] : [{ id: controlOfField(key), text: fieldWords(field, code) }];
  });

/** @param hindrance reason why the files cannot be submitted yet @param longest maximum length of the text */
export const orderFaults = (
  entry: OrderEntry,
  type: OrderType | undefined,
  hindrance: string | undefined,
  longest: number,
): ControlFault[] => {
  const over = lengthOf(entry.text) - longest;
  return [
    ...(entry.identityId === '' ? [{ id: controls.identityId, text: t('order:form.taxpayerMissing') }] : []),
    ...(type === undefined ? [{ id: controls.typeId, text: t('order:form.typeMissing') }] : fieldFaults(entry, type)),
    ...(lengthOf(entry.text) === 0 ? [{ id: controls.text, text: t('order:form.contentMissing') }] : []),
    ...(over > 0 ? [{ id: controls.text, text: t('desk:compose.tooLong', { limit: longest, over }) }] : []),
    ...(hindrance === undefined ? [] : [{ id: controls.uploadIds, text: hindrance }]),
  ];
};

/** Builds the request's body. */
export const orderBody = (entry: OrderEntry, type: OrderType | undefined, uploadIds: string[], originId: string | null): OpenOrderBody => ({
  typeId: entry.typeId,
  identityId: originId === null && entry.identityId !== '' ? entry.identityId : null,
  originId,
  priority: entry.priority,
  text: entry.text.trim(),
  uploadIds,
  fields: type === undefined ? {} : filledFor(type, entry.fields),
});
