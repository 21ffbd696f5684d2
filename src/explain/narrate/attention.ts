import type { Block } from '../../report/result.ts';
import { parameterOf, sourceOf, textBlocks } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep, ParameterStep } from '../stepValues.ts';
import { chosenUnits, cutNote, digits, othersThan, stepOf, sumBlocks } from '../write.ts';
import type { Detail } from '../write.ts';
import { maxOf } from '../../util/extremes.ts';

/** Steps that a line of attention names. */
const LOOKS = 3;

/** Column j of x·W + b. */
function projected(x: readonly number[], W: ParameterStep, b: ParameterStep, j: number): number {
  const [k, n] = W.shape;
  let sum = b.values[j];
  for (let i = 0; i < k; i++) sum += x[i] * W.values[i * n + j];
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const most = maxOf(scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/**
 * Which steps the followed one looks at, head by head, and its outputs; undefined for other layers and padded
 * sequences.
 */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const [Wi, bi, Wo, bo] = ['Wi', 'bi', 'Wo', 'bo'].map((key) => parameterOf(layer, key));
  const { heads, causal, masked } = layer.options;
  if (layer.type !== 'attention' || !Wi || !bi || !Wo || !bo || masked === true) return undefined;
  const { time, n } = layer.sizes;
  const [x] = layer.inputs;
  const step = stepOf(time, detail);
  const d = n / Number(heads);
  const at = (t: number) => x.slice(t * n, (t + 1) * n);
  const seen = causal === true ? step + 1 : time;
  const mixed: number[] = [];
  const looks = Array.from({ length: Number(heads) }, (_, head) => {
    const of = (part: number, t: number) =>
      Array.from({ length: d }, (_, i) => projected(at(t), Wi, bi, part * n + head * d + i));
    const q = of(0, step);
    const scores = Array.from(
      { length: seen },
      (_, s) => of(1, s).reduce((sum, k, i) => sum + k * q[i], 0) / Math.sqrt(d),
    );
    const shares = softmax(scores);
    const values = Array.from({ length: seen }, (_, s) => of(2, s));
    for (let i = 0; i < d; i++) mixed.push(shares.reduce((sum, share, s) => sum + share * values[s][i], 0));
    const largest = shares
      .map((share, s) => ({ share, s }))
      .sort((a, b) => b.share - a.share || a.s - b.s)
      .slice(0, LOOKS)
      .map(({ share, s }) => `${s + 1} (${digits(share)})`);
    return `head ${head + 1}  step ${step + 1} looks at ${largest.join(', ')}${seen > LOOKS ? `, … ${seen} steps` : ''}`;
  });
  const shown = chosenUnits(n, detail);
  return [
    {
      kind: 'text',
      text: `shares = softmax(q·k / √${digits(d)}) with q, k, v = x·Wi + bi,  x from ${sourceOf(layer)}${causal === true ? ', later steps are masked' : ''}`,
    },
    { kind: 'preformatted', text: looks.join('\n') },
    {
      kind: 'text',
      text: `y[${step},j] = Σᵢ m[i]·Wo[i,j] + bo[j],  m the values v of these steps by their shares`,
    },
    ...cutNote(n),
    ...shown.flatMap((j) =>
      sumBlocks(
        `y[${step},${j}]`,
        mixed,
        Array.from({ length: n }, (_, i) => Wo.values[i * n + j]),
        {
          sum: layer.output[step * n + j],
          bias: bo.values[j],
          placeOf: (i) => `m[${i}]·Wo[${i},${j}]`,
        },
      ),
    ),
    ...textBlocks(othersThan(shown, n, detail)),
  ];
}

export const attention: Narrator = { forward };
