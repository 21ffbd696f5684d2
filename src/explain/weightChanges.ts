import type { Tensor } from '../tensor/tensor.ts';

/** How two tensors of the same shape differ. */
export interface WeightChange {
  readonly name: string;
  readonly shape: readonly number[];
  /** Greatest |b − a|. */
  readonly largest: number;
  /** ‖b − a‖ / ‖a‖. */
  readonly relative: number;
}

function changeOf(name: string, a: Tensor, b: Tensor): WeightChange {
  let [largest, squares, own] = [0, 0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const [from, to] = [Number(a.data[i]), Number(b.data[i])];
    largest = Math.max(largest, Math.abs(to - from));
    squares += (to - from) ** 2;
    own += from ** 2;
  }
  const relative = own > 0 ? Math.sqrt(squares / own) : Number(squares > 0);
  return { name, shape: a.shape, largest, relative };
}

const sameShape = (a: Tensor, b: Tensor | undefined): b is Tensor => b?.shape.join() === a.shape.join();

type Weights = ReadonlyMap<string, Tensor>;

/**
 * The tensors of two models: those that both have in the same shape with how they differ, and those of one
 * alone.
 */
export function weightChanges(
  a: Weights,
  b: Weights,
): {
  readonly changes: readonly WeightChange[];
  readonly onlyA: readonly (readonly [string, Tensor])[];
  readonly onlyB: readonly (readonly [string, Tensor])[];
} {
  const changes = [...a].flatMap(([name, tensor]): WeightChange[] => {
    const other = b.get(name);
    return sameShape(tensor, other) ? [changeOf(name, tensor, other)] : [];
  });
  const compared = new Set(changes.map(({ name }) => name));
  const alone = (weights: Weights) => [...weights].filter(([name]) => !compared.has(name));
  return { changes, onlyA: alone(a), onlyB: alone(b) };
}
