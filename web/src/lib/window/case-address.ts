const folders: Readonly<Record<string, string>> = { message: 'messages', 'work-order': 'orders', 'service-form': 'forms' };

/** The page of a case of one's own, by its kind. */
export const addressOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  `/window/${folders[kind] ?? 'messages'}/${encodeURIComponent(id)}`;
