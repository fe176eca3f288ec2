/** Sound as a WAV file: every browser plays it, and the regions' lists of file types have it. */
const headerBytes = 44;
const bytesPerSample = 2;
const full = 0x7fff;
const pcm = 1;
const bitsPerSample = 16;

/** @param samples of one channel, from -1 to 1 @param rate samples per second */
export const wavOf = (samples: Float32Array, rate: number): ArrayBuffer => {
  const view = new DataView(new ArrayBuffer(headerBytes + samples.length * bytesPerSample));
  const words = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  words(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + samples.length * bytesPerSample, true);
  words(8, 'WAVEfmt ');
  view.setUint32(16, bitsPerSample, true);
  view.setUint16(20, pcm, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, bitsPerSample, true);
  words(36, 'data');
  view.setUint32(40, samples.length * bytesPerSample, true);
  for (const [index, sample] of samples.entries())
    view.setInt16(headerBytes + index * bytesPerSample, Math.max(-1, Math.min(1, sample)) * full, true);
  return view.buffer;
};
