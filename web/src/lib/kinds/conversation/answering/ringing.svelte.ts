/** Sound and desktop notices of calls. Browsers allow sound after the first click or key on a page, and notices when the officer agrees. */

let context: AudioContext | undefined;
let muted = $state(true);
let permission = $state<NotificationPermission>('default');

const noted = (): void => {
  muted = context?.state !== 'running';
  permission = 'Notification' in window ? Notification.permission : 'denied';
};

/** Asks the browser for sound; it says no before the first click or key. */
const wake = (): void => {
  context ??= new AudioContext();
  context.resume().then(noted, noted);
};

export const ringing = {
  /** True while no sound can be made. */
  get muted(): boolean {
    return muted;
  },
  /** True when the officer can still be asked for notices. */
  get canAsk(): boolean {
    return permission === 'default';
  },
  get noticesRefused(): boolean {
    return permission === 'denied';
  },
  /** Turns both on; call it from a click. */
  turnOn: async (): Promise<void> => {
    wake();
    if (permission === 'default' && 'Notification' in window) await Notification.requestPermission();
    noted();
  },
};

/** Watches for the first click or key; returns how to stop. */
export const watchRinging = (): (() => void) => {
  const stopped = new AbortController();
  const first = (): void => {
    wake();
  };
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, first, { signal: stopped.signal, capture: true });
  context ??= new AudioContext();
  context.addEventListener('statechange', noted, { signal: stopped.signal });
  noted();
  return () => {
    stopped.abort();
  };
};

const tones = { offer: [880, 1_175, 880], words: [660] } as const;
const toneSeconds = 0.16;
const loudness = 0.12;

/** Plays a short signal, when the browser allows it. */
export const ring = (type: keyof typeof tones): void => {
  if (context?.state !== 'running') return;
  for (const [index, frequency] of tones[type].entries()) {
    const at = context.currentTime + index * toneSeconds;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(loudness, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + toneSeconds);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + toneSeconds);
  }
};

/** Shows a desktop notice, when the officer has allowed them; a click leads to the page. */
export const notify = (title: string, body: string, tag: string, onopen: () => void): void => {
  if (permission !== 'granted') return;
  const notice = new Notification(title, { body, tag });
  notice.addEventListener('click', () => {
    window.focus();
    notice.close();
    onopen();
  });
};
