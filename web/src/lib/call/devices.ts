/** Microphone, camera and screen of this browser. Each is opened by itself, so that one that is missing does not take another along. */
import type { MediaUse } from '../../../../domain/call.ts';

export type DeviceFault = 'refused' | 'page' | 'system' | 'none' | 'busy' | 'insecure' | 'unknown';

/** A device that the browser did not give. */
export class NoDevice extends Error {
  override readonly name = 'NoDevice';
  readonly fault: DeviceFault;

  constructor(fault: DeviceFault) {
    super(fault);
    this.fault = fault;
  }
}

interface PolicyDocument {
  /** Chromium only; elsewhere the use itself tells. */
  readonly featurePolicy?: { readonly allowsFeature: (feature: string) => boolean };
}
const allowed = (feature: string): boolean => (document as PolicyDocument).featurePolicy?.allowsFeature(feature) ?? true;
const featureOf: Readonly<Record<MediaUse, string>> = { microphone: 'microphone', camera: 'camera', screen: 'display-capture' };

/** Undefined on pages without https. */
const devices = (): Partial<MediaDevices> | undefined => navigator.mediaDevices;

/** True when the browser and the framing page let this be used. */
export const canUse = (use: MediaUse): boolean => {
  const given = devices();
  return (use === 'screen' ? given?.getDisplayMedia : given?.getUserMedia) !== undefined && allowed(featureOf[use]);
};

const faultOf = (error: unknown, use: MediaUse): DeviceFault => {
  if (!(error instanceof DOMException)) return 'unknown';
  switch (error.name) {
    case 'NotAllowedError':
      if (!allowed(featureOf[use])) return 'page';
      return /system/iu.test(error.message) ? 'system' : 'refused';
    case 'SecurityError':
    case 'InvalidStateError':
      return 'page';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unknown';
  }
};

/** True when the browser can blur the background of this camera. */
export const canBlur = (camera: MediaStreamTrack): boolean => {
  const { backgroundBlur = [] } = camera.getCapabilities();
  return backgroundBlur.includes(true) && backgroundBlur.includes(false);
};

export const isBlurred = (camera: MediaStreamTrack): boolean => camera.getSettings().backgroundBlur === true;

/** Blurs the background or leaves it. @throws NoDevice when the browser does not do it after all */
export const setBlur = async (camera: MediaStreamTrack, blurred: boolean): Promise<void> => {
  try {
    await camera.applyConstraints({ ...camera.getConstraints(), backgroundBlur: { exact: blurred } });
  } catch (error) {
    throw new NoDevice(faultOf(error, 'camera'));
  }
};

const cameraSize = { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } };

const constraintsFor = (use: 'microphone' | 'camera', deviceId: string | undefined): MediaStreamConstraints => {
  const chosen = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
  return use === 'microphone'
    ? { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...chosen } }
    : { video: { ...cameraSize, ...chosen } };
};

/**
 * Opens a microphone or a camera. A chosen one that is not there any more is replaced by the usual one.
 * @throws NoDevice
 */
export const openDevice = async (use: 'microphone' | 'camera', deviceId?: string): Promise<MediaStreamTrack> => {
  const get = devices()?.getUserMedia?.bind(navigator.mediaDevices);
  if (get === undefined) throw new NoDevice('insecure');
  try {
    return firstOf(await get(constraintsFor(use, deviceId)));
  } catch (error) {
    if (deviceId !== undefined && error instanceof DOMException && error.name === 'OverconstrainedError') return openDevice(use);
    throw new NoDevice(faultOf(error, use));
  }
};

/** The sharer's own tab may be chosen; another one only by sharing anew, so that it is covered first. Without sound: the officer would hear themselves. */
const screenOptions: DisplayMediaStreamOptions & Record<'selfBrowserSurface' | 'surfaceSwitching' | 'systemAudio', 'include' | 'exclude'> =
  {
    video: { frameRate: { ideal: 15, max: 30 } },
    audio: false,
    selfBrowserSurface: 'include',
    surfaceSwitching: 'exclude',
    systemAudio: 'exclude',
  };

/**
 * Asks which screen, window or tab is shown. Needs a click within this page.
 * @throws NoDevice
 */
export const openScreen = async (): Promise<MediaStreamTrack> => {
  const get = devices()?.getDisplayMedia?.bind(navigator.mediaDevices);
  if (get === undefined) throw new NoDevice(window.isSecureContext ? 'none' : 'insecure');
  try {
    const track = firstOf(await get(screenOptions));
    // Text shall be sharp rather than smooth.
    track.contentHint = 'text';
    return track;
  } catch (error) {
    throw error instanceof NoDevice ? error : new NoDevice(faultOf(error, 'screen'));
  }
};

const firstOf = (stream: MediaStream): MediaStreamTrack => {
  const track = stream.getTracks()[0];
  if (track === undefined) throw new NoDevice('none');
  return track;
};

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Returns the devices of one sort; their names are known once one of them may be used. */
export const choices = async (use: 'microphone' | 'camera'): Promise<Choice[]> => {
  const all = (await devices()?.enumerateDevices?.call(navigator.mediaDevices)) ?? [];
  const kind = use === 'microphone' ? 'audioinput' : 'videoinput';
  return all.filter((each) => each.kind === kind && each.deviceId !== '').map(({ deviceId, label }) => ({ value: deviceId, label }));
};
