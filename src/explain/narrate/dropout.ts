import type { Block } from '../../report/result.ts';
import type { LayerStep } from '../stepValues.ts';
import { counted } from '../../util/plural.ts';
import { chosenUnits, digits, factor, othersThan } from '../write.ts';
import type { Detail } from '../write.ts';
import { equations, textBlocks } from './define.ts';
import type { Narrator } from './define.ts';

/** Numbers of units that are named. */
const NAMED = 12;

/** Which units are off, as a list. */
function offText(mask: readonly number[]): string {
  const off = mask.flatMap((value, j) => (value === 0 ? [j] : []));
  if (off.length === 0) return 'no unit is off';
  const rest = off.length > NAMED ? `, … and ${off.length - NAMED} more` : '';
  const which = off.slice(0, NAMED).join(', ');
  return `off: ${which}${rest} (${off.length} of ${counted(mask.length, 'unit')})`;
}

/** `in[j]·mask[j] = out[j]` for the units that are written out. */
function products(
  [input, output]: readonly [string, string],
  [values, mask, results]: readonly (readonly number[])[],
  detail: Detail,
): Block {
  const shown = chosenUnits(values.length, detail);
  const lines = shown.map(
    (j) =>
      `${output}[${j}] = ${input}[${j}]·${digits(mask[j])} = ${factor(values[j])}·${digits(mask[j])} = ${digits(results[j])}${mask[j] === 0 ? '   off' : ''}`,
  );
  return equations([...lines, ...othersThan(shown, values.length, detail)]);
}

/** Which units dropout sets to 0 in this step; undefined for other layers. */
function forward(
  { type, saved, options, inputs: [x], output }: LayerStep,
  detail: Detail,
): Block[] | undefined {
  if (type !== 'dropout') return undefined;
  const rate = Number(options.rate);
  const { mask } = saved;
  if (!mask)
    return textBlocks([
      `a network that answers drops nothing: y = x; --training drops ${digits(rate * 100)} % of the units by --seed`,
    ]);
  return [
    ...textBlocks([
      `dropout  y = x·mask,  mask = 0 with probability ${digits(rate)}, else 1 / (1 − ${digits(rate)}) = ${digits(1 / (1 - rate))}`,
      offText(mask),
    ]),
    products(['x', 'y'], [x, mask, output], detail),
  ];
}

/** The gradient through dropout: none where a unit is off; undefined for other layers. */
function backward({ type, saved, dOutput, dInput }: LayerStep, detail: Detail): Block[] | undefined {
  const { mask } = saved;
  if (type !== 'dropout' || !mask || !dOutput || !dInput) return undefined;
  return [
    { kind: 'text', text: 'dx = dy·mask, so that units that are off learn nothing in this step' },
    products(['dy', 'dx'], [dOutput, mask, dInput], detail),
  ];
}

export const dropout: Narrator = { forward, backward };
