/** 展开 and 收起: two sizes of the window, where the host's page has room for both; the choice is stored for the next visit. */
import { remember, remembered } from '#lib/memory.ts';
import { hearHost, tellHost } from './host.ts';

const name = 'window-size';
let expanded = $state(remembered(name) === 'expanded');
let room = $state(false);

const tell = (): void => {
  tellHost({ type: 'size', expanded });
};

hearHost((message) => {
  if (message.type !== 'room') return;
  room = message.room;
  tell();
});

export const windowSize = {
  /** True while the host's page has room for the expanded window. */
  get choosable(): boolean {
    return room;
  },
  get expanded(): boolean {
    return room && expanded;
  },
  set: (wanted: boolean): void => {
    expanded = wanted;
    remember(name, wanted ? 'expanded' : null);
    tell();
  },
};
