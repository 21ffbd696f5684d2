import { isRecord } from '../util/guards.ts';
/** What a generator's outputs are; kept in its model file. */
export interface Generates {
  /** Standard normal numbers that a sample is made of. */
  readonly latent: number;
  /** Outputs in order: `value = output·scale + mean`. */
  readonly columns: readonly { readonly name: string; readonly mean: number; readonly scale: number }[];
  /** Height, width and channels, where the outputs are pixels. */
  readonly shape?: readonly number[];
  /** Pixels are whole numbers, as those that were learned from. */
  readonly whole?: boolean;
  /** Classes that a sample can be conditioned on: further inputs, one-hot. */
  readonly target?: { readonly name: string; readonly classes: readonly string[] };
}

const isWhole = (value: unknown) => Number.isInteger(value) && Number(value) > 0;

/** Checks what a model file says about its generator; undefined when it is not that. */
export function parseGenerates(value: unknown): Generates | undefined {
  if (!isRecord(value) || !isWhole(value.latent) || !Array.isArray(value.columns)) return undefined;
  const columns = value.columns.every(
    (column: unknown) =>
      isRecord(column) &&
      typeof column.name === 'string' &&
      Number.isFinite(column.mean) &&
      Number.isFinite(column.scale),
  );
  const { shape, target } = value;
  const shaped = shape === undefined || (Array.isArray(shape) && shape.length === 3 && shape.every(isWhole));
  const named =
    target === undefined ||
    (isRecord(target) &&
      typeof target.name === 'string' &&
      Array.isArray(target.classes) &&
      target.classes.every((name) => typeof name === 'string'));
  return columns && shaped && named ? (value as unknown as Generates) : undefined;
}
