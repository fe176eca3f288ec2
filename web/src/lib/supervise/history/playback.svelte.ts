/**
 * Plays the files of a recording together, as the call was.
 *
 * 1. One clock leads, and every file follows it. A file that is not ready holds the clock up; one that cannot be played is left out and told.
 * 2. Nothing is fetched before it is played: every opening is audited.
 */
import { SvelteSet } from 'svelte/reactivity';
import { lengthOf, partAt, tracksOf } from './timeline.ts';
import type { Part, Track } from './timeline.ts';

const tickMs = 100;
/** A file that is further from the clock is moved to it; less is not heard. */
const driftMs = 250;
/** A file that is not ready for so long is left out. */
const patienceMs = 15_000;
const endMs = 100;

export const rates = [1, 1.5, 2] as const;

/** The element of a track, with the file that it was given last. */
interface Player {
  readonly track: Track;
  readonly element: HTMLMediaElement;
  given?: Part;
}

export class Playback {
  readonly tracks: readonly Track[];
  readonly lengthMs: number;
  atMs = $state(0);
  playing = $state(false);
  /** True while a file is fetched that is due. */
  waiting = $state(false);
  rate = $state<(typeof rates)[number]>(1);
  /** Ids of files that cannot be played. */
  readonly unplayable = new SvelteSet<string>();
  readonly #players: Player[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #tickedAt = 0;
  #waitingSince: number | undefined;

  constructor(parts: readonly Part[]) {
    this.tracks = tracksOf(parts);
    this.lengthMs = lengthOf(parts);
  }

  /** Attachment of the element that plays a track. */
  attach(track: Track): (element: HTMLMediaElement) => () => void {
    return (element) => {
      const player: Player = { track, element };
      this.#players.push(player);
      return () => {
        element.pause();
        this.#players.splice(this.#players.indexOf(player), 1);
      };
    };
  }

  /** The file that a track plays now, the last one at the end; undefined while nothing was sent. */
  partOf(track: Track): Part | undefined {
    return partAt(track, Math.min(this.atMs, this.lengthMs - 1));
  }

  play(): void {
    if (this.playing) return;
    if (this.atMs >= this.lengthMs) this.atMs = 0;
    this.playing = true;
    this.#tickedAt = performance.now();
    this.#timer = setInterval(() => {
      this.#tick();
    }, tickMs);
    this.#tick();
  }

  pause(): void {
    this.playing = false;
    this.waiting = false;
    this.#waitingSince = undefined;
    clearInterval(this.#timer);
    for (const { element } of this.#players) element.pause();
  }

  seek(atMs: number): void {
    this.atMs = Math.min(this.lengthMs, Math.max(0, atMs));
    if (this.playing) this.#tick();
  }

  #tick(): void {
    const now = performance.now();
    const passed = now - this.#tickedAt;
    this.#tickedAt = now;
    const late = this.#players.filter((player) => this.#follow(player) === 'late');
    this.waiting = late.length > 0;
    if (late.length > 0) {
      this.#waitingSince ??= now;
      for (const { element } of this.#players) element.pause();
      if (now - this.#waitingSince > patienceMs) for (const { given } of late) if (given !== undefined) this.unplayable.add(given.id);
      return;
    }
    this.#waitingSince = undefined;
    this.atMs = Math.min(this.lengthMs, this.atMs + passed * this.rate);
    if (this.atMs >= this.lengthMs) this.pause();
  }

  /** Brings an element to the clock. */
  #follow(player: Player): 'late' | 'there' {
    const { element } = player;
    const part = this.partOf(player.track);
    if (part === undefined || this.unplayable.has(part.id)) {
      element.pause();
      return 'there';
    }
    const seconds = (this.atMs - part.offsetMs) / 1_000;
    if (player.given !== part) {
      player.given = part;
      element.preload = 'auto';
      element.src = part.url;
      element.currentTime = seconds;
    }
    if (element.error !== null) {
      this.unplayable.add(part.id);
      return 'there';
    }
    if (Number.isFinite(element.duration) && seconds >= element.duration - endMs / 1_000) return 'there';
    if (!element.seeking && Math.abs(element.currentTime - seconds) * 1_000 > driftMs) element.currentTime = seconds;
    if (element.seeking || element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return 'late';
    element.playbackRate = this.rate;
    // A browser that refuses to play says so by an error of the element, or leaves it paused, which the next round tries again.
    if (element.paused) element.play().catch(() => undefined);
    return 'there';
  }
}
