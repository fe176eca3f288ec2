/** Shortcuts of the officers' pages; parts of a page register their keys while they are shown. */
import { chordReader } from './chords.ts';

/** Handles the key; returns false to pass it on to a part registered earlier. */
type KeyAction = () => boolean | undefined;
export type KeyMap = Readonly<Record<string, KeyAction>>;

const maps: KeyMap[] = [];

/** True when the key belongs to a text input, or to an open dialog or menu. */
const taken = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.isComposing) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [role="combobox"]') !== null) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
};

/** Call during component setup: registers keys as long as the component is shown; the newest registration is asked first. */
export const useKeys = (map: KeyMap): void => {
  $effect(() => {
    maps.push(map);
    return () => {
      maps.splice(maps.indexOf(map), 1);
    };
  });
};

/** Starts to listen for keys; returns how to stop. Call once per page. */
export const startKeys = (): (() => void) => {
  const read = chordReader();
  const press = (event: KeyboardEvent): void => {
    if (taken(event)) return;
    for (const chord of read(event, event.timeStamp)) {
      for (const map of maps.toReversed()) {
        const action = map[chord];
        if (action === undefined || action() === false) continue;
        event.preventDefault();
        return;
      }
    }
  };
  addEventListener('keydown', press);
  return () => {
    removeEventListener('keydown', press);
  };
};
