/** The keys of the officers' pages: parts of a page say what their keys do while they are shown. */
import { chordReader } from './chords.ts';

/** Does what the key means; false when it is not meant for it now, so that an earlier part may have it. */
type KeyAction = () => boolean | undefined;
export type KeyMap = Readonly<Record<string, KeyAction>>;

const maps: KeyMap[] = [];

/** Whether a key is part of writing, or of a dialog or menu that stands above the page. */
const taken = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.isComposing) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [role="combobox"]') !== null) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
};

/** To be called while a component is set up: its keys hold as long as it is shown; the newest part goes first. */
export const useKeys = (map: KeyMap): void => {
  $effect(() => {
    maps.push(map);
    return () => {
      maps.splice(maps.indexOf(map), 1);
    };
  });
};

/** Listens to the keyboard; gives back how to stop. To be called once a page. */
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
