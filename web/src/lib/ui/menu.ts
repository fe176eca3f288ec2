import type { Component } from 'svelte';

/** An entry of a menu, which goes somewhere (`href`) or does something (`onselect`). */
export interface MenuEntry {
  readonly label: string;
  readonly icon?: Component<{ size?: string | number; 'aria-hidden'?: 'true' }>;
  readonly href?: string;
  readonly onselect?: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A line above. */
  readonly apart?: boolean;
}
