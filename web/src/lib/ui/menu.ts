import type { Component } from 'svelte';

/** A menu entry: a link (`href`) or an action (`onselect`). */
export interface MenuEntry {
  readonly label: string;
  readonly icon?: Component<{ size?: string | number; 'aria-hidden'?: 'true' }>;
  readonly href?: string;
  readonly onselect?: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Separator above. */
  readonly apart?: boolean;
}
