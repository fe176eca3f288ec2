/** The recordings that this process writes, held against what the workflows say. */
import { loseParts, type RecordedCall } from '../../db/media/recordings.ts';
import { recordingOf, type Call } from '../../domain/call.ts';
import type { PlacedCall } from '../../db/media/places.ts';
import { Recorder, type RecordedRoom, type RecorderDeps } from './recorder.ts';

/** What the media process reports about a recording to the workflow of its conversation. */
export type RecordingReport =
  | { type: 'beginRecording'; callId: string; recordingId: string }
  | { type: 'endRecording'; callId: string; recordingId: string; by: 'limit' | 'failed' };

/** Milliseconds in which a process that stops stores what it has written. */
const storeWithinMs = 15_000;

export class Recordings {
  readonly #deps: RecorderDeps;
  readonly #report: (call: PlacedCall, report: RecordingReport) => void;
  /** By call. */
  readonly #running = new Map<string, Recorder>();
  readonly #stopping = new Set<Promise<void>>();
  /** Calls whose recorder is looking at what is sent. */
  readonly #looking = new Set<string>();
  #stopped = false;

  constructor(deps: RecorderDeps, report: (call: PlacedCall, report: RecordingReport) => void) {
    this.#deps = deps;
    this.#report = report;
  }

  /** Records what the taxpayer has consented to, and nothing else. A recording that is over is ended at once, whatever the others wait for. */
  async look(room: RecordedRoom & PlacedCall, call: Call): Promise<void> {
    if (this.#stopped) return;
    const recording = recordingOf(call);
    const running = this.#running.get(call.id);
    if (running && running.call.recordingId !== recording?.id) this.end(call.id);
    if (recording === undefined || this.#looking.has(call.id)) return;
    const recorder =
      this.#running.get(call.id) ?? this.#begin({ caseId: room.caseId, callId: call.id, recordingId: recording.id }, recording.days);
    this.#looking.add(call.id);
    try {
      await recorder.follow(room);
    } finally {
      this.#looking.delete(call.id);
    }
  }

  /** Stops the recording of a call that is over. Its files are completed and stored meanwhile. */
  end(callId: string): void {
    const recorder = this.#running.get(callId);
    if (recorder === undefined) return;
    this.#running.delete(callId);
    const stopping = recorder.stop();
    this.#stopping.add(stopping);
    void stopping.finally(() => this.#stopping.delete(stopping));
  }

  /** Tells of the recordings whose process is gone with a part of them. */
  async tellLost(): Promise<void> {
    for (const call of await loseParts(this.#deps.knex)) this.#failed(call);
  }

  /** Ends all of them, and waits until they are stored. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const callId of [...this.#running.keys()]) this.end(callId);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, storeWithinMs);
    });
    await Promise.race([Promise.all(this.#stopping), limit]);
    clearTimeout(timer);
  }

  #begin(call: RecordedCall, days: number): Recorder {
    const { callId, recordingId } = call;
    const recorder = new Recorder(call, days, this.#deps, {
      onBegun: () => this.#report(call, { type: 'beginRecording', callId, recordingId }),
      onLimit: () => this.#report(call, { type: 'endRecording', callId, recordingId, by: 'limit' }),
      onFailed: () => this.#failed(call),
    });
    this.#running.set(callId, recorder);
    return recorder;
  }

  #failed(call: RecordedCall): void {
    const { callId, recordingId } = call;
    this.#report(call, { type: 'endRecording', callId, recordingId, by: 'failed' });
  }
}
