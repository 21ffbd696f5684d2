import { multiplyAddsOf } from '../kernels/define.ts';
import { branchMarks } from '../network/branches.ts';
import { resolve } from '../network/graph.ts';
import type { ResolvedNode } from '../network/graph.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parseLayers } from '../network/layerString.ts';
import { parametersOf } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { compile } from '../runtime/compile.ts';
import { allocateNetwork } from '../runtime/networkMemory.ts';
import { usageError } from '../errors.ts';
import { printPlan } from '../plan/print.ts';
import { adam } from '../optimizers/adam.ts';
import { optimizers } from '../optimizers/index.ts';
import { sgd } from '../optimizers/sgd.ts';
import { optimizerSettings } from '../train/choose.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { bytes, count, measure, percent } from '../util/quantity.ts';
import { choice, flag } from '../options/define.ts';
import { defineCommand } from './define.ts';
import { featuresFacts, featuresJson } from '../figures/features.ts';
import { layersText } from '../inputs/layersText.ts';
import { openModel } from '../inputs/modelFile.ts';
import { networkOptions } from '../options/train.ts';

interface Row {
  readonly name: string;
  readonly type: string;
  /** Layers it reads; of a chain, the one before. */
  readonly inputs: readonly string[];
  readonly output: readonly number[];
  readonly parameters: number;
  /** Multiply-adds for one sample. */
  readonly multiplyAdds: number;
}

/** What a layer is, as the table says it: an activation by its name, a sparse layer with the connections it has. */
function typeOf({ node, type, inferred: { sizes } }: ResolvedNode): string {
  if (type.name === 'activation') return String(node.options.function);
  return type.name === 'sparse' ? `sparse, ${percent(sizes.kept / (sizes.k * sizes.n))} kept` : type.name;
}

/** What each layer costs for one sample; multiply-adds are counted from the products of the compiled plan. */
function rowsOf(spec: NetworkSpec): Row[] {
  const { trainable, states } = parametersOf(spec);
  const { plan } = compile({
    spec,
    memory: allocateNetwork(spec),
    mode: 'predict',
    rows: 1,
    keepLayers: true,
  });
  return resolve(spec, 1, 'predict').map((resolved) => {
    const { node, inferred } = resolved;
    return {
      name: node.name,
      type: typeOf(resolved),
      inputs: node.inputs,
      output: inferred.output.slice(1),
      parameters: [...trainable, ...states]
        .filter((p) => p.layer.name === node.name)
        .reduce((n, p) => n + (p.spec.connections?.kept ?? p.length), 0),
      multiplyAdds: plan.steps
        .filter((step) => step.layer === node.name)
        // A single row is multiplied with zeros too; they are not needed.
        .reduce((n, { kernel, numbers }) => {
          const products = multiplyAddsOf(kernel, numbers);
          return n + (products > 0 ? (inferred.sizes.kept ?? products) : 0);
        }, 0),
    };
  });
}

/** The kernel calls of one prediction, as a program to read. */
export function planResult(spec: NetworkSpec): Result {
  const { plan } = compile({ spec, memory: allocateNetwork(spec), mode: 'predict', rows: 1 });
  const steps = printPlan(plan);
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: [
          { name: 'layer' },
          { name: 'kernel' },
          { name: 'formula', dropAt: 2 },
          { name: 'flops', align: 'right', dropAt: 1 },
        ],
        rows: steps.map(({ layer, kernel, formula, flops }) => [layer, kernel, formula, count(flops)]),
      },
      {
        kind: 'preformatted',
        text: steps.map((step) => `${step.kernel}(${step.tensors.join(', ')})`).join('\n'),
      },
    ],
    json: () => steps.map((step) => ({ ...step })),
  };
}

/** The layers of a network with what they cost, and as a table. */
export function layersOf(spec: NetworkSpec) {
  const rows = rowsOf(spec);
  const branches = rows.some(({ inputs }, i) => inputs.join() !== (i === 0 ? 'input' : rows[i - 1].name));
  const marks = branchMarks(rows);
  // What a layer reads is said where it is not the one above.
  const reads = ({ inputs }: Row, i: number) =>
    inputs.join() === (i === 0 ? 'input' : rows[i - 1].name) ? '' : inputs.join(', ');
  const cells = (row: Row, i: number) => (branches ? [reads(row, i)] : []);
  const total = (key: 'parameters' | 'multiplyAdds') => rows.reduce((n, row) => n + row[key], 0);
  const memory = (row: Row) => 4 * (row.parameters + sizeOf(row.output));
  const allMemory = rows.reduce((n, row) => n + memory(row), 0);
  const table: Block = {
    kind: 'table',
    columns: [
      { name: 'layer' },
      { name: 'type' },
      ...(branches ? [{ name: 'input' }] : []),
      { name: 'output', align: 'right' },
      { name: 'parameters', align: 'right' },
      { name: '%', align: 'right', dropAt: 3 },
      { name: 'multiply-adds', align: 'right', dropAt: 2 },
      { name: 'memory', align: 'right', dropAt: 1 },
    ],
    rows: [
      [
        'input',
        '',
        ...(branches ? [''] : []),
        shapeToString(spec.input),
        '0',
        '',
        '0',
        bytes(4 * sizeOf(spec.input)),
      ],
      ...rows.map((row, i) => [
        marks[i] + row.name,
        row.type,
        ...cells(row, i),
        shapeToString(row.output),
        count(row.parameters),
        row.parameters > 0 ? ((100 * row.parameters) / total('parameters')).toFixed(1) : '',
        count(row.multiplyAdds),
        bytes(memory(row)),
      ]),
    ],
    foot: [
      [
        'total',
        '',
        ...(branches ? [''] : []),
        '',
        count(total('parameters')),
        total('parameters') > 0 ? '100' : '',
        count(total('multiplyAdds')),
        bytes(allMemory + 4 * sizeOf(spec.input)),
      ],
    ],
  };
  return { rows, total, memory, table };
}

/** The network as --layers takes it. */
function networkResult(spec: NetworkSpec, form: string): Result {
  const json = { input: spec.input, layers: spec.layers.map((node) => ({ ...node })) };
  const nodes = spec.layers.map((node) => `    ${JSON.stringify(node)}`).join(',\n');
  const lines = `{\n  "input": ${JSON.stringify(spec.input)},\n  "layers": [\n${nodes}\n  ]\n}`;
  return {
    blocks: () => [{ kind: 'preformatted', text: form === 'string' ? formatLayers(spec) : lines }],
    json: () => (form === 'string' ? formatLayers(spec) : (json as Json)),
  };
}

/** A fact about the training in words: `validationLoss: 0.14074405` is `validation loss  0.141`. */
function trainingFact([name, value]: [string, unknown]): readonly [string, string] {
  const label = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (typeof value !== 'number') return [label, String(value)];
  if (name.toLowerCase().endsWith('loss')) return [label, measure(value)];
  if (name.toLowerCase().endsWith('accuracy')) return [label, percent(value)];
  return [label, name === 'rows' || name === 'epochs' ? count(value) : String(value)];
}

export const summary = defineCommand({
  name: 'summary',
  about:
    'The layers of a network with their output shapes, parameters, multiply-adds and memory for one sample, from a model file or a layer string.',
  arguments: [{ name: 'model', summary: 'a model file written by nn train', required: false }],
  options: {
    layers: networkOptions.layers,
    as: choice(
      'print the network itself, as --layers takes it: a string, or JSON for a file',
      ['table', 'string', 'json'],
      { default: 'table' },
    ),
    plan: flag('show the compiled kernel calls for one sample instead'),
    activation: networkOptions.activation,
    outputActivation: choice(
      'activation after the last layer',
      networkOptions.outputActivation.choices ?? [],
      { default: 'auto' },
    ),
  },
  examples: [
    { command: 'nn summary model.safetensors', says: 'a trained model' },
    { command: 'nn summary --layers 784,128,128,10', says: 'a network not yet trained' },
    {
      command: "nn summary --layers '28x28x1,conv:32:3,add(conv:32:3:same),maxpool:2,flatten,10' --as json",
      says: 'a network with branches as JSON, which --layers network.json reads',
    },
  ],
  async run(context, { args: [path], options: o }) {
    if (path === undefined && o.layers === undefined)
      throw usageError('nothing to summarise', { hint: 'name a model file, or give --layers 2,64,3' });
    const model = path === undefined ? undefined : await openModel(context, path);
    const spec =
      model?.spec ??
      parseLayers(await layersText(context, o.layers ?? ''), {
        activation: o.activation,
        outputActivation: o.outputActivation === 'auto' ? 'linear' : o.outputActivation,
      });
    if (o.plan) return planResult(spec);
    if (o.as !== 'table') return networkResult(spec, o.as);
    const { rows, total, memory, table } = layersOf(spec);
    const { preprocessing, training } = model ?? {};
    const { trainable, states } = parametersOf(spec);
    const sum = (all: typeof trainable) =>
      all.reduce((n, { spec: one, length }) => n + (one.connections?.kept ?? length), 0);
    const [learned, kept] = [sum(trainable), sum(states)];
    const optimizer = typeof training?.optimizer === 'string' ? optimizers.get(training.optimizer) : adam;
    const moments = optimizer.rule(optimizerSettings(optimizer, {})).moments.length;
    const costs = [
      ['parameters', `${count(learned)} learned${kept > 0 ? `, ${count(kept)} kept beside them` : ''}`],
      [
        'memory',
        `weights ${bytes(4 * (learned + kept))}, with gradients and ${optimizer.name === 'adam' ? 'Adam' : optimizer === sgd ? 'SGD without momentum' : optimizer.name} ${bytes(4 * (2 + moments) * learned + 4 * kept)}`,
      ],
    ] as const;
    const facts = [
      ...costs,
      ...(preprocessing ? featuresFacts(preprocessing) : []),
      ...Object.entries(training ?? {}).map(trainingFact),
    ];
    return {
      blocks: () => [table, ...(facts.length > 0 ? [{ kind: 'facts' as const, facts }] : [])],
      json: () => ({
        input: spec.input,
        layers: rows.map((row) => ({ ...row, memory: memory(row) })),
        parameters: total('parameters'),
        multiplyAdds: total('multiplyAdds'),
        ...(preprocessing && { features: featuresJson(preprocessing) }),
        ...(training && { training }),
      }),
    };
  },
});
