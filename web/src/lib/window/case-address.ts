/** The page of a case of one's own, by its kind. */
export const addressOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  `/window/${kind === 'work-order' ? 'orders' : 'messages'}/${encodeURIComponent(id)}`;
