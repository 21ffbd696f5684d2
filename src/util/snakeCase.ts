/** `biasL1` → `bias_l1`, `learning-rate` and `learning rate` → `learning_rate`: a name as JSON has it. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll(/[\s-]+/g, '_');

/** `bias_l1` → `biasL1`; a name that is camelCase already stays as it is. */
export const camelCase = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

type SnakeCase<S extends string, Before extends string = ''> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail, Head>}`
    : `${Before extends '' ? '' : '_'}${Lowercase<Head>}${SnakeCase<Tail, Head>}`
  : '';

/** A type as JSON has it: the names of fields in snake_case, at every depth. */
export type Snake<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Snake<Item>[]
    : { readonly [K in keyof T as K extends string ? SnakeCase<K> : never]: Snake<T[K]> };

/** Types whose names of fields are all fixed: no name in them is one of the user's data. */
type Fixed<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Fixed<Item>[]
    : string extends keyof T
      ? never
      : { readonly [K in keyof T]: Fixed<T[K]> };

const renamed = (value: unknown, rename: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [rename(name), renamed(item, rename)]),
  );
};

/**
 * Plain data for JSON, the names of its fields in snake_case at every depth. Its type takes no records by
 * names of columns, classes or the like: those are data and stay as they are.
 */
export const snakeKeys = <T>(value: T & Fixed<T>): Snake<T> => renamed(value, snakeCase) as Snake<T>;

/** JSON read back: the names of its fields in camelCase at every depth. For JSON that has no names of data. */
export const camelKeys = (value: unknown): unknown => renamed(value, camelCase);
