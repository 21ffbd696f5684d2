import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import type { LayerHealth } from '../../explain/diagnosis/define.ts';
import { layerHealth } from '../../explain/health.ts';
import { layerOutputs } from '../../explain/layerOutputs.ts';
import type { Model } from '../../model/file.ts';
import { outputNode } from '../../network/outputNode.ts';
import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { Runtime } from '../../runtime/runtime.ts';
import type { Backend } from '../../runtime/runtime.ts';
import { count, percent } from '../../util/quantity.ts';
import { counted } from '../../util/plural.ts';

/** Rows run through the network at most. */
const ROWS = 4096;

/** The hidden activations of a network on some rows. */
export interface UnitHealth {
  readonly rows: number;
  readonly layers: readonly LayerHealth[];
}

/** Which units of a model no row activates, and which activations are flat, on the first rows of a table. */
export function unitHealth(
  { spec, weights }: Pick<Model, 'spec' | 'weights'>,
  preprocessing: Preprocessing,
  table: Table,
  backend: Backend,
): UnitHealth {
  const rows = Int32Array.from({ length: Math.min(ROWS, table.rows) }, (_, i) => i);
  const width = inputWidth(preprocessing);
  const data = encodeFeatures(preprocessing, table, new Float64Array(rows.length * width), rows);
  const runtime = new Runtime(spec, backend);
  runtime.setWeights(weights);
  const last = outputNode(spec);
  const outputs = layerOutputs(runtime, { shape: [rows.length, width], dtype: backend.dtype, data });
  const layers = outputs.flatMap(({ resolved: { node }, output: { data: values, shape } }): LayerHealth[] =>
    node === last || node.type !== 'activation'
      ? []
      : [layerHealth(node.name, String(node.options.function), values, shape.at(-1) ?? 1)],
  );
  return { rows: rows.length, layers };
}

export function healthBlocks({ rows, layers }: UnitHealth): Block[] {
  return [
    { kind: 'heading', text: `units on ${counted(rows, 'row')}` },
    {
      kind: 'table',
      columns: [
        { name: 'layer' },
        { name: 'activation' },
        right('units'),
        right('never active'),
        right('flat outputs'),
      ],
      rows: layers.map(({ name, activation, units, dead, saturated }) => [
        name,
        activation,
        count(units),
        dead > 0 ? `${dead} (${percent(dead / units)})` : '0',
        percent(saturated),
      ]),
    },
  ];
}
