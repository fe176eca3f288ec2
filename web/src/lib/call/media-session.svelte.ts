/**
 * One page's part in a call: its devices, the connection to the media process, and what comes from the other side.
 *
 * 1. A lost connection is made anew with a fresh ticket, with growing waits, until the call is over; the devices stay open meanwhile.
 * 2. A bad network takes the picture of the camera first: it pauses, and comes back when the network is good again. Sound and screen stay.
 * 3. Ending closes every device that was opened here.
 * 4. What is muted or paused stays so on every new connection, and the other one is told so.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { MediaUse } from '../../../../domain/call.ts';
import { mediaClose } from '../../../api/media-close.ts';
import type { Joined, Mark, MediaEvent, MediaTicket } from '../../../api/media.ts';
import { request } from '#lib/api/request.ts';
import { Problem } from '#lib/api/problem.ts';
import { canBlur, isBlurred, openDevice, setBlur } from './devices.ts';
import { Marks } from './marks.svelte.ts';
import { MediaLink, type Received } from './media-link.ts';
import { ScreenShare, type BureauPages } from './screen-share.svelte.ts';
import { Signalling, SignallingFault } from './signalling.ts';

/** `elsewhere`: the same person has taken the call on another page. */
export type SessionState = 'connecting' | 'through' | 'recovering' | 'elsewhere' | 'over';

const firstWaitMs = 300;
const longestWaitMs = 4_000;
/** Scores are 0 to 10. */
const poorScore = 3;
const goodScore = 7;
const poorForMs = 4_000;
const goodForMs = 10_000;

export class MediaSession {
  readonly #caseId: string;
  readonly #pages: BureauPages | undefined;
  #signalling: Signalling | undefined;
  #link: MediaLink | undefined;
  #poorSince: number | undefined;
  #goodSince: number | undefined;
  #ended = false;
  readonly #watch: ReturnType<typeof setInterval>;
  #connecting = false;

  state = $state<SessionState>('connecting');
  received = $state.raw<readonly Received[]>([]);
  /** What is sent, by use. */
  readonly own = new SvelteMap<MediaUse, MediaStreamTrack>();
  muted = $state(false);
  cameraOff = $state(false);
  /** True while the network is too bad for the camera (rule 2). */
  soundOnly = $state(false);
  /** True when the other one is in the room. */
  other = $state(false);
  score = $state(10);
  /** What this page shares. */
  screen = $state.raw<ScreenShare>();
  readonly marks = new Marks((shown) => this.screen?.mark(shown));

  /**
   * @param tracks opened devices; the session closes them in the end
   * @param pages of the bureau around the window
   */
  constructor(caseId: string, tracks: ReadonlyMap<MediaUse, MediaStreamTrack>, pages: BureauPages | undefined) {
    this.#caseId = caseId;
    this.#pages = pages;
    for (const [use, track] of tracks) this.#keep(use, track);
    this.#watch = setInterval(() => this.#judge(this.score), 1_000);
    void this.#connect();
  }

  async setMuted(muted: boolean): Promise<void> {
    this.muted = muted;
    await this.#onLink((link) => link.setPaused('microphone', muted));
  }

  async setCameraOff(off: boolean): Promise<void> {
    this.cameraOff = off;
    await this.#onLink((link) => link.setPaused('camera', this.#isPaused('camera')));
  }

  /** Goes on with another microphone or camera. @throws NoDevice */
  async change(use: 'microphone' | 'camera', deviceId: string): Promise<void> {
    const earlier = this.own.get(use);
    const track = await openDevice(use, deviceId);
    if (earlier !== undefined && use === 'camera' && isBlurred(earlier) && canBlur(track)) await setBlur(track, true);
    this.#keep(use, track);
    await this.#onLink((link) => (earlier === undefined ? this.#send(link, use, track) : link.replace(use, track)));
    earlier?.stop();
  }

  /** Chooses a screen, window or tab, and shows it once `agree` has recorded the consent. @throws NoDevice, NotCovered */
  async share(agree: () => Promise<boolean>): Promise<void> {
    const screen = await ScreenShare.choose(this.#pages);
    if (this.#ended || this.screen !== undefined || !(await agree())) {
      screen.close();
      return;
    }
    this.screen = screen;
    screen.watch(
      () => void this.#pauseScreen(),
      () => void this.stopSharing(),
    );
    this.#keep('screen', screen.track);
    await this.#onLink(async (link) => {
      await this.#widen();
      await this.#send(link, 'screen', screen.track);
    });
  }

  /** Stops the pictures of the screen for a while. */
  async holdScreen(held: boolean): Promise<void> {
    if (this.screen === undefined) return;
    this.screen.held = held;
    await this.#pauseScreen();
  }

  async stopSharing(): Promise<void> {
    this.marks.clear();
    this.screen?.close();
    this.screen = undefined;
    this.#drop('screen');
    await this.#onLink((link) => link.stopSending('screen'));
  }

  /** Points at the other one's screen. */
  mark(mark: Mark): void {
    this.marks.add(mark);
    void this.#signalling?.ask('mark', mark).catch(() => undefined); // A mark that is lost is drawn again by hand.
  }

  /** Takes the call back from another page. */
  comeBack(): void {
    if (this.state !== 'elsewhere') return;
    this.state = 'connecting';
    void this.#connect();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.state = 'over';
    clearInterval(this.#watch);
    this.marks.clear();
    this.screen?.close();
    this.screen = undefined;
    this.#leave();
    for (const use of [...this.own.keys()]) this.#drop(use);
  }

  /** Marks never stay over a picture that stands still. */
  async #pauseScreen(): Promise<void> {
    this.marks.clear();
    await this.#onLink((link) => link.setPaused('screen', this.#isPaused('screen')));
  }

  #isPaused(use: MediaUse): boolean {
    switch (use) {
      case 'microphone':
        return this.muted;
      case 'camera':
        return this.cameraOff || this.soundOnly;
      case 'screen':
        return this.screen?.paused === true;
    }
  }

  /** Rule 4. */
  async #send(link: MediaLink, use: MediaUse, track: MediaStreamTrack): Promise<void> {
    await link.send(use, track);
    if (this.#isPaused(use)) await link.setPaused(use, true);
  }

  #keep(use: MediaUse, track: MediaStreamTrack): void {
    this.own.set(use, track);
  }

  #drop(use: MediaUse): void {
    this.own.get(use)?.stop();
    this.own.delete(use);
  }

  /** Changes what runs. Where the connection is lost, the next one begins with what is wanted then. */
  async #onLink(change: (link: MediaLink) => Promise<void>): Promise<void> {
    const link = this.#link;
    if (link === undefined) return;
    try {
      await change(link);
    } catch {
      if (this.#link === link) this.#again();
    }
  }

  #leave(): void {
    this.#link?.close();
    this.#signalling?.close();
    this.#link = undefined;
    this.#signalling = undefined;
  }

  #ticket(): Promise<MediaTicket> {
    return request<MediaTicket>(`/api/cases/${this.#caseId}/call/tickets`, { method: 'POST', retries: 0 });
  }

  /** The consent reaches further now; the connection stays. */
  async #widen(): Promise<void> {
    const { token } = await this.#ticket();
    await this.#signalling?.ask('widen', { token });
  }

  async #connect(): Promise<void> {
    if (this.#connecting) return;
    this.#connecting = true;
    for (let wait = firstWaitMs; !this.#ended; wait = Math.min(2 * wait, longestWaitMs)) {
      try {
        await this.#tryToConnect();
        break;
      } catch (error) {
        this.#leave();
        if (error instanceof Problem && (error.is('call-over') || error.is('not-found') || error.is('not-assignee'))) {
          this.end();
          break;
        }
        // Whatever it was (a refusal, a transport that was closed meanwhile), the call goes on until it is over.
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    this.#connecting = false;
  }

  async #tryToConnect(): Promise<void> {
    const { path, token } = await this.#ticket();
    const signalling = await Signalling.open(
      path,
      (event) => this.#hear(event),
      (code) => this.#closed(signalling, code),
    );
    this.#signalling = signalling;
    const { routerRtpCapabilities, iceServers, other } = await signalling.ask<Joined>('join', { token });
    this.other = other;
    const link = new MediaLink(signalling, iceServers, {
      onreceived: (received) => {
        this.received = received;
        if (this.screen === undefined && !received.some(({ use, paused }) => use === 'screen' && !paused)) this.marks.clear();
      },
      onbroken: () => this.#again(),
      onstate: (state) => {
        if (!this.#ended) this.state = state === 'through' ? 'through' : 'recovering';
      },
    });
    this.#link = link;
    await link.start(routerRtpCapabilities);
    for (const [use, track] of this.own) await this.#send(link, use, track);
    if (this.#link !== link) throw new SignallingFault('closed');
    this.state = 'through';
  }

  #again(): void {
    if (this.#ended || this.state === 'elsewhere') return;
    this.state = 'recovering';
    this.#leave();
    void this.#connect();
  }

  /** The room is at another worker. */
  async #move(): Promise<void> {
    this.state = 'recovering';
    await this.#onLink(async (link) => {
      await link.startAgain();
      for (const [use, track] of this.own) await this.#send(link, use, track);
      this.state = 'through';
    });
  }

  #closed(signalling: Signalling, code: number): void {
    if (this.#ended || this.#signalling !== signalling) return;
    if (code === mediaClose.over) {
      this.end();
    } else if (code === mediaClose.replaced) {
      this.state = 'elsewhere';
      this.#leave();
    } else {
      this.#again();
    }
  }

  #hear(message: MediaEvent): void {
    switch (message.event) {
      case 'peerJoined':
        this.other = true;
        break;
      case 'peerLeft':
        this.other = false;
        break;
      case 'sent':
        void this.#link?.receive(message.data).catch(() => this.#again());
        break;
      case 'sentPaused':
        this.#link?.setReceivedPaused(message.data.producerId, message.data.paused);
        break;
      case 'sentClosed':
        this.#link?.stopReceiving(message.data.producerId);
        break;
      case 'marked':
        // One that comes late points at nothing.
        if (this.screen?.paused === false) this.marks.add(message.data);
        break;
      case 'quality':
        this.#judge(message.data.score);
        break;
      case 'moved':
        void this.#move();
        break;
    }
  }

  /** Rule 2. */
  #judge(score: number): void {
    this.score = score;
    const now = Date.now();
    this.#poorSince = score <= poorScore ? (this.#poorSince ?? now) : undefined;
    this.#goodSince = score >= goodScore ? (this.#goodSince ?? now) : undefined;
    const poor = this.#poorSince !== undefined && now - this.#poorSince >= poorForMs;
    const good = this.#goodSince !== undefined && now - this.#goodSince >= goodForMs;
    if (this.soundOnly ? !good : !poor) return;
    this.soundOnly = !this.soundOnly;
    void this.setCameraOff(this.cameraOff);
  }
}
