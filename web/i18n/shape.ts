/**
 * What a translation of a namespace must look like: the same keys as the original, with any text. Where the original counts
 * (`…_other`), the singular (`…_one`) is needed as well.
 */
export type Translation<Original> = {
  readonly [Key in keyof Original]: Original[Key] extends string ? string : Translation<Original[Key]>;
} & {
  readonly [Key in keyof Original as Key extends `${infer Base}_other` ? `${Base}_one` : never]: string;
};
