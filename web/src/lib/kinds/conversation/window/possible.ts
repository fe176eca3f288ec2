/** Abilities that the browser and the framing page allow. A tool that cannot work is not shown. */
interface PolicyDocument {
  /** Chromium only; others ask when the tool is used. */
  readonly featurePolicy?: { readonly allowsFeature: (feature: string) => boolean };
}

const allowed = (feature: string): boolean => (document as PolicyDocument).featurePolicy?.allowsFeature(feature) ?? true;
/** Undefined on pages without https, and on phones for the screen. */
const devices = (): Partial<MediaDevices> | undefined => navigator.mediaDevices;

export const canCapture = (): boolean => devices()?.getDisplayMedia !== undefined && allowed('display-capture');
export const canRecord = (): boolean =>
  devices()?.getUserMedia !== undefined && 'MediaRecorder' in window && 'OfflineAudioContext' in window && allowed('microphone');

export type DeviceRefusal = 'cancelled' | 'page' | 'system' | 'none' | 'busy' | 'unknown';

/**
 * Tells apart why the browser gave no screen or microphone.
 * @param feature of the permissions policy
 */
export const refusalOf = (error: unknown, feature: 'display-capture' | 'microphone'): DeviceRefusal => {
  if (!(error instanceof DOMException)) return 'unknown';
  switch (error.name) {
    case 'NotAllowedError':
      if (!allowed(feature)) return 'page';
      return /system/iu.test(error.message) ? 'system' : 'cancelled';
    case 'SecurityError':
    case 'InvalidStateError':
      return 'page';
    case 'NotFoundError':
      return 'none';
    case 'NotReadableError':
      return 'busy';
    case 'AbortError':
      return 'cancelled';
    default:
      return 'unknown';
  }
};
