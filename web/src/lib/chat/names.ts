/** Pasted pictures all have the same name; the time tells them apart. */
const generic = /^image\.(\w+)$/iu;

const two = (n: number): string => String(n).padStart(2, '0');

export const stamp = (at: Date): string =>
  `${String(at.getFullYear())}${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;

/** Returns the file under a name of its own, if it was given a general one. */
export const namedPaste = (file: File): File => {
  const ending = generic.exec(file.name)?.[1];
  return ending === undefined
    ? file
    : new File([file], `${stamp(new Date())}.${ending}`, { type: file.type, lastModified: file.lastModified });
};
