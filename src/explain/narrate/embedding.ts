import { counted } from '../../util/plural.ts';
import type { Block } from '../../report/result.ts';
import { parameterOf } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { listed, stepOf } from '../write.ts';
import type { Detail } from '../write.ts';

/** The row of the table that a token names; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const W = parameterOf(layer, 'W');
  if (layer.type !== 'embedding' || !W) return undefined;
  const [total, n] = W.shape;
  const [ids] = layer.inputs;
  const step = stepOf(ids.length, detail);
  const id = ids[step];
  const found = layer.output.slice(step * n, (step + 1) * n);
  return [
    {
      kind: 'text',
      text: `y[t] = W[x[t]]: each of ${counted(ids.length, 'token')} is looked up in a table of ${total} rows`,
    },
    {
      kind: 'preformatted',
      equations: true,
      text:
        id >= 0 && id < total
          ? `step ${step + 1}: token ${id}, W[${id}] = ${listed(found, 2 * detail.units)}`
          : `step ${step + 1}: no token, zeros`,
    },
  ];
}

export const embedding: Narrator = { forward };
