/** What the page of `serve.ts` runs: the pages' own link to the media process, without the pages. */
import { MediaLink } from '#lib/call/media-link.ts';
import { Signalling } from '#lib/call/signalling.ts';
import type { Joined, MediaEvent } from '../../../web/api/media.ts';
import type { CallPage } from './contract.ts';

const connections: RTCPeerConnection[] = [];

/** Notes every connection, and has only relays as ways where the address asks for it. */
class Noted extends RTCPeerConnection {
  constructor(settings?: RTCConfiguration) {
    super({ ...settings, ...(location.hash === '#relay' && { iceTransportPolicy: 'relay' }) });
    connections.push(this);
  }
}
globalThis.RTCPeerConnection = Noted;

const join: CallPage['join'] = async (path, token) => {
  const began = performance.now();
  const early: MediaEvent[] = [];
  let hear = (event: MediaEvent): void => void early.push(event);
  const signalling = await Signalling.open(
    path,
    (event) => hear(event),
    () => undefined,
  );
  const { routerRtpCapabilities, iceServers } = await signalling.ask<Joined>('join', { token });
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  document.body.append(video);
  const seen = new Promise<number>((resolve) => video.requestVideoFrameCallback(() => resolve(performance.now() - began)));
  const link = new MediaLink(signalling, iceServers, {
    onreceived: (received) => {
      const track = received.find(({ use }) => use === 'camera')?.track;
      if (track && video.srcObject === null) video.srcObject = new MediaStream([track]);
    },
    onbroken: () => undefined,
    onstate: () => undefined,
  });
  hear = (event) => {
    if (event.event === 'sent') void link.receive(event.data);
  };
  await link.start(routerRtpCapabilities);
  for (const event of early) hear(event);
  const devices = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 180 } });
  for (const track of devices.getTracks()) await link.send(track.kind === 'audio' ? 'microphone' : 'camera', track);
  return seen;
};

const ways: CallPage['ways'] = async () => {
  const reports = await Promise.all(connections.map((connection) => connection.getStats()));
  return reports.flatMap((report) => {
    const all = [...report.values()] as (RTCStats & { selectedCandidatePairId?: string; localCandidateId?: string })[];
    const pair = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
    const local = all.find(({ id }) => id === all.find((each) => each.id === pair)?.localCandidateId) as
      { candidateType: string; relayProtocol?: string; protocol: string } | undefined;
    return local === undefined ? [] : [`${local.candidateType} over ${local.relayProtocol ?? local.protocol}`];
  });
};

const gather: CallPage['gather'] = async (iceServers) => {
  const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
  const found = { candidates: new Set<string>(), errors: new Set<number>() };
  connection.addEventListener('icecandidateerror', ({ errorCode }) => found.errors.add(errorCode));
  const done = new Promise<void>((resolve) => {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type) found.candidates.add(candidate.type);
      if (candidate === null) resolve();
    });
  });
  connection.createDataChannel('any');
  await connection.setLocalDescription(await connection.createOffer());
  await done;
  connection.close();
  return { candidates: [...found.candidates], errors: [...found.errors] };
};

const callPage: CallPage = { join, ways, gather };
Object.assign(globalThis, { callPage });
