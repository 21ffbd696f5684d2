import { usageError } from '../errors.ts';
import { layers } from '../layers/index.ts';
import { didYouMean } from '../util/suggest.ts';
import type { Parameter, ParameterTable } from './parameters.ts';

/** Factors by kinds of parameters: `bias`, `weight`, a type of layer, a layer, or one of their parameters. */
export type Factors = readonly (readonly [kind: string, factor: number])[];

const isBias = ({ spec }: Parameter) => /bias/.test(spec.disk);

/** Names that a parameter goes by, the most particular first. */
const namesOf = (parameter: Parameter): string[] => {
  const { name, layer, spec } = parameter;
  const kind = isBias(parameter) ? ['bias'] : spec.init === 'weight' ? ['weight'] : [];
  return [name, layer.name, `${layer.type}.${spec.disk}`, layer.type, ...kind];
};

/** The factor of a parameter; 1 where none is meant for it. */
export function factorOf(factors: Factors, parameter: Parameter): number {
  for (const name of namesOf(parameter)) {
    const found = factors.find(([kind]) => kind === name);
    if (found) return found[1];
  }
  return 1;
}

/**
 * Checks that every factor is for some parameter.
 *
 * @param option that has them
 * @throws NnError('usage')
 */
export function checkFactors(option: string, factors: Factors, { trainable }: ParameterTable): void {
  const known = [...new Set(trainable.flatMap(namesOf))];
  // A type of layer that this network has not is no mistake: the same list serves several networks.
  const isType = (kind: string) => layers.find(kind.split('.')[0]) !== undefined;
  const stray = factors.find(([kind]) => !known.includes(kind) && !isType(kind));
  if (stray)
    throw usageError(`${option}: this network has no parameters of kind "${stray[0]}"`, {
      hint: didYouMean(stray[0], ['bias', 'weight', ...known]),
    });
}

/** Neighbouring parameters with the same factors. */
export interface ParameterGroup {
  readonly offset: number;
  readonly length: number;
  /** Of the learning rate and of the weight decay. */
  readonly rate: number;
  readonly decay: number;
}

/** The parameters of a network in runs of the same factors, in their order. */
export function parameterGroups(
  { trainable }: ParameterTable,
  rates: Factors,
  decays: Factors,
): ParameterGroup[] {
  const groups: { offset: number; length: number; rate: number; decay: number }[] = [];
  for (const parameter of trainable) {
    const [rate, decay] = [factorOf(rates, parameter), factorOf(decays, parameter)];
    const last = groups.at(-1);
    if (last && last.rate === rate && last.decay === decay) last.length += parameter.length;
    else groups.push({ offset: parameter.offset, length: parameter.length, rate, decay });
  }
  return groups;
}
