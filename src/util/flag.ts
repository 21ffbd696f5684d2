/** The option of a name in code: learningRate → --learning-rate. */
export const flagOf = (key: string): string =>
  `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The name in code of an option: learning-rate → learningRate. */
export const keyOfFlag = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
