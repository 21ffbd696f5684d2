import { multiplyAddsOf } from '../../kernels/define.ts';
import { branchMarks } from '../../network/branches.ts';
import { resolve } from '../../network/graph.ts';
import type { ResolvedNode } from '../../network/graph.ts';
import { parametersOf } from '../../network/parameters.ts';
import type { Parameter } from '../../network/parameters.ts';
import type { NetworkSpec } from '../../network/spec.ts';
import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { compile } from '../../runtime/compile.ts';
import { allocateNetwork } from '../../runtime/networkMemory.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { groupBy } from '../../util/groupBy.ts';
import { bytes, count, percent } from '../../util/quantity.ts';

/** Bytes of a float32. */
const FLOAT = 4;

/** A layer with what it costs. */
export interface LayerCost {
  readonly name: string;
  readonly type: string;
  /** Layers it reads; of a chain, the one before. */
  readonly inputs: readonly string[];
  /** Shape of its output for one sample. */
  readonly output: readonly number[];
  readonly parameters: number;
  /** Multiply-adds for one sample. */
  readonly multiplyAdds: number;
  /** Bytes of its parameters, and of its output for one sample, in float32. */
  readonly memory: number;
}

/** What a layer is: an activation by its name, a sparse layer with the connections it has. */
function typeOf({ node, type, inferred: { sizes } }: ResolvedNode): string {
  if (type.name === 'activation') return String(node.options.function);
  return type.name === 'sparse' ? `sparse, ${percent(sizes.kept / (sizes.k * sizes.n))} kept` : type.name;
}

/** Number of elements of some parameters; of a sparse matrix the connections that it has. */
export const elementsOf = (all: readonly Parameter[]): number =>
  all.reduce((sum, { spec, length }) => sum + (spec.connections?.kept ?? length), 0);

/** What each layer costs for one sample; multiply-adds are counted from the products of the compiled plan. */
export function layerCosts(spec: NetworkSpec): LayerCost[] {
  const { trainable, states } = parametersOf(spec);
  const parametersBy = groupBy([...trainable, ...states], ({ layer }) => layer.name);
  const memory = allocateNetwork(spec);
  const { plan } = compile({ spec, memory, mode: 'predict', rows: 1, keepLayers: true });
  const stepsBy = groupBy(plan.steps, ({ layer }) => layer);
  return resolve(spec, 1, 'predict').map((resolved) => {
    const { node, inferred } = resolved;
    const output = inferred.output.slice(1);
    const parameters = elementsOf(parametersBy.get(node.name) ?? []);
    const multiplyAdds = (stepsBy.get(node.name) ?? [])
      // The plan of a single row multiplies with the zeros of a sparse matrix too; they do not count.
      .reduce((sum, { kernel, numbers }) => {
        const products = multiplyAddsOf(kernel, numbers);
        return sum + (products > 0 ? (inferred.sizes.kept ?? products) : 0);
      }, 0);
    return {
      name: node.name,
      type: typeOf(resolved),
      inputs: node.inputs,
      output,
      parameters,
      multiplyAdds,
      memory: FLOAT * (parameters + sizeOf(output)),
    };
  });
}

/** Sum of one figure over all layers. */
export const totalOf = (costs: readonly LayerCost[], key: 'parameters' | 'multiplyAdds' | 'memory'): number =>
  costs.reduce((sum, cost) => sum + cost[key], 0);

/** The layers of a network as a table, with totals; a column of inputs where it is not a chain. */
export function layersTable(spec: NetworkSpec, costs: readonly LayerCost[]): Block {
  const chained = ({ inputs }: LayerCost, i: number) =>
    inputs.join() === (i === 0 ? 'input' : costs[i - 1].name);
  const branches = !costs.every(chained);
  const marks = branchMarks(costs);
  const inputCell = (text: string) => (branches ? [text] : []);
  const all = totalOf(costs, 'parameters');
  const inputBytes = FLOAT * sizeOf(spec.input);
  return {
    kind: 'table',
    columns: [
      { name: 'layer' },
      { name: 'type' },
      ...(branches ? [{ name: 'input' }] : []),
      right('output'),
      right('parameters'),
      right('%', { dropAt: 3 }),
      right('multiply-adds', { dropAt: 2 }),
      right('memory', { dropAt: 1 }),
    ],
    rows: [
      ['input', '', ...inputCell(''), shapeToString(spec.input), '0', '', '0', bytes(inputBytes)],
      ...costs.map((cost, i) => [
        marks[i] + cost.name,
        cost.type,
        ...inputCell(chained(cost, i) ? '' : cost.inputs.join(', ')),
        shapeToString(cost.output),
        count(cost.parameters),
        cost.parameters > 0 ? ((100 * cost.parameters) / all).toFixed(1) : '',
        count(cost.multiplyAdds),
        bytes(cost.memory),
      ]),
    ],
    foot: [
      [
        'total',
        '',
        ...inputCell(''),
        '',
        count(all),
        all > 0 ? '100' : '',
        count(totalOf(costs, 'multiplyAdds')),
        bytes(totalOf(costs, 'memory') + inputBytes),
      ],
    ],
  };
}
