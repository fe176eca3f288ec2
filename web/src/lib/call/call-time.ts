/** @param seconds that a call has lasted */
export const callTime = (seconds: number): string => {
  const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');
  return `${two(seconds / 60)}:${two(seconds % 60)}`;
};
