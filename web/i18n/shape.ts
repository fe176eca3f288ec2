/**
 * Required shape of a translation: the keys of the original, with any text. Where the original has a plural (`…_other`), the singular
 * (`…_one`) is required, too.
 */
export type Translation<Original> = {
  readonly [Key in keyof Original]: Original[Key] extends string ? string : Translation<Original[Key]>;
} & {
  readonly [Key in keyof Original as Key extends `${infer Base}_other` ? `${Base}_one` : never]: string;
};
