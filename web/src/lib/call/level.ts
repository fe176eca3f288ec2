/**
 * Measures how loud a microphone is.
 * @param onlevel called about ten times a second with 0 (silence) to 1
 * @returns function that stops
 */
export const measureLevel = (track: MediaStreamTrack, onlevel: (level: number) => void): (() => void) => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const look = setInterval(() => {
    if (context.state === 'suspended') void context.resume();
    analyser.getFloatTimeDomainData(samples);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    onlevel(Math.min(1, loudest * 2));
  }, 100);
  return () => {
    clearInterval(look);
    source.disconnect();
    void context.close();
  };
};
