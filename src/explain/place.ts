import { usageError } from '../errors.ts';
import { counted } from '../util/plural.ts';
import { didYouMean } from '../util/suggest.ts';
import { positionsOf } from './narrate/positions.ts';
import type { Answer, LayerStep, StepValues } from './stepValues.ts';
import type { Detail } from './write.ts';

/** Which part of a network is asked for, as the options say it. */
export interface Asked {
  readonly layer: string | undefined;
  readonly unit: number | undefined;
  /** From 1. */
  readonly step: number | undefined;
  readonly at: readonly [row: number | undefined, column: number] | undefined;
}

/** The layer of --layer, or with --at the only one that has rows and columns. */
function layerOf({ layers }: StepValues, { layer, unit, at }: Asked): LayerStep | undefined {
  if (layer !== undefined) {
    const found = layers.find(({ name }) => name === layer);
    if (found) return found;
    const names = layers.map(({ name }) => name);
    throw usageError(`--layer: there is no layer "${layer}"`, { hint: didYouMean(layer, names) });
  }
  if (at === undefined) {
    if (unit === undefined) return undefined;
    throw usageError('--unit needs --layer', { hint: 'such as --layer dense1 --unit 3' });
  }
  const maps = layers.filter((one) => positionsOf(one));
  if (maps.length === 1) return maps[0];
  throw usageError(
    maps.length === 0
      ? '--at: no layer of this network is a convolution or pooling'
      : '--at needs --layer where several layers have rows and columns',
    maps.length === 0
      ? {}
      : {
          hint: `such as --layer ${maps[0].name} --at ${at.filter((part) => part !== undefined).join(',')}; there are ${maps.map(({ name }) => name).join(', ')}`,
        },
  );
}

/**
 * A position of a layer as row and column.
 *
 * @throws NnError('usage') unless the layer has it
 */
function positionIn(
  layer: LayerStep,
  [row, column]: readonly [number | undefined, number],
): readonly [row: number, column: number] {
  const positions = positionsOf(layer);
  if (!positions)
    throw usageError(`--at: ${layer.name} (${layer.type}) has no rows and columns`, {
      hint: 'it is for layers of convolution and pooling',
    });
  const { oh, ow } = positions;
  if (row === undefined && oh > 1)
    throw usageError(`--at ${column}: ${layer.name} has rows and columns`, {
      hint: `such as --at ${Math.min(column, oh - 1)},0`,
    });
  if ((row ?? 0) >= oh || column >= ow)
    throw usageError(
      `--at ${row === undefined ? '' : `${row},`}${column}: ${layer.name} has ${oh}x${ow} positions, counted from 0`,
    );
  return [row ?? 0, column];
}

/** Steps of the longest sequence in a network; 1 where there is none. */
const stepsIn = ({ layers }: StepValues): number =>
  layers.reduce((most, { sizes, type, inputs, output, parameters }) => {
    if (type === 'embedding') return Math.max(most, inputs[0].length);
    if (sizes.time !== undefined) return Math.max(most, sizes.time);
    const width = type === 'dense' ? parameters[0]?.shape[1] : undefined;
    return width === undefined ? most : Math.max(most, output.length / width);
  }, 1);

/** The answer at a step of a sequence in which every step has one. */
function answerAt(answer: Answer, place: number): Answer {
  const { steps } = answer;
  if (!steps) return answer;
  const at = steps.all.at(place);
  if (!at)
    throw usageError(
      `--step ${place + 1}: the sequence has a target for ${counted(steps.all.length, 'step')}`,
    );
  return {
    ...answer,
    ...at,
    text: `${at.text}, step ${place + 1} of ${steps.all.length}`,
    steps: { ...steps, place },
  };
}

/**
 * What is asked for as the narrators take it, and the answer with it.
 *
 * @throws NnError('usage') where the network has no such place
 */
export function placed(
  values: StepValues,
  answer: Answer,
  asked: Asked,
): { detail: Omit<Detail, 'units'>; answer: Answer } {
  const { unit, step, at } = asked;
  const layer = layerOf(values, asked);
  const position = layer && at && positionIn(layer, at);
  const count = layer && at ? (positionsOf(layer)?.channels ?? 0) : layer?.output.length;
  if (layer && count !== undefined && unit !== undefined && unit >= count)
    throw usageError(
      `--unit ${unit}: ${layer.name} has ${counted(count, at ? 'channel' : 'output')}, counted from 0`,
    );
  if (step !== undefined) {
    const steps = stepsIn(values);
    if (steps === 1) throw usageError('--step: no layer of this network reads a sequence');
    if (step > steps)
      throw usageError(`--step ${step}: the sequence has ${counted(steps, 'step')}, counted from 1`);
  }
  const place = step === undefined ? answer.steps?.place : step - 1;
  return {
    detail: { layer: layer?.name, unit, place, at: position },
    answer: step === undefined ? answer : answerAt(answer, step - 1),
  };
}
