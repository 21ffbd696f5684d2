import { weightChanges } from '../explain/weightChanges.ts';
import type { WeightChange } from '../explain/weightChanges.ts';
import type { Context } from '../host/context.ts';
import { fileIn, MODEL, RECORD } from '../inputs/runFiles.ts';
import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { number } from '../options/define.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { right } from '../report/table.ts';
import { readRecord } from '../inputs/runRecord.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { shapeToString } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { measure, percent } from '../util/quantity.ts';
import { defineCommand } from './define.ts';
import { counted } from '../util/plural.ts';

interface Side {
  readonly name: string;
  readonly model: Model;
  /** Where the side is a run. */
  readonly record: RunRecord | undefined;
}

/**
 * A run folder or a model file.
 *
 * @throws NnError('input')
 */
async function open(ports: Pick<Context, 'files' | 'global'>, path: string): Promise<Side> {
  const isRun = await ports.files.exists(fileIn(path, RECORD));
  const source = await ports.files.open(isRun ? fileIn(path, MODEL) : path);
  const model = decodeModel(await source.bytes(), source.name, ports.global);
  return { name: path, model, record: isRun ? await readRecord(ports.files, path) : undefined };
}

type Pair = readonly [name: string, a: string, b: string];

/** Choices and results in which two sides differ. */
function differences(a: Side, b: Side): Pair[] {
  const of = ({ model, record }: Side): Record<string, unknown> => ({
    network: formatLayers(model.spec),
    loss: model.loss,
    ...record?.setup,
    ...model.training,
  });
  const [left, other] = [of(a), of(b)];
  const text = (value: unknown) =>
    value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return [...new Set([...Object.keys(left), ...Object.keys(other)])].flatMap((name): Pair[] => {
    const pair = [text(left[name]), text(other[name])] as const;
    return pair[0] === pair[1] ? [] : [[name, ...pair]];
  });
}

/** Rows of a table, which is left out where there are none. */
const tableOf = (columns: (Block & { kind: 'table' })['columns'], rows: readonly string[][]): Block[] =>
  rows.length > 0 ? [{ kind: 'table', columns, rows }] : [];

const changeRow = ({ name, shape, largest, relative }: WeightChange, tolerance: number): string[] => [
  name,
  shapeToString(shape),
  largest > tolerance ? measure(largest) : 'equal',
  largest > tolerance ? percent(relative) : '',
];

/** The tensors that one side alone has. */
function onlyIn({ name }: Side, tensors: readonly (readonly [string, Tensor])[]): Block[] {
  if (tensors.length === 0) return [];
  const listed = tensors.map(([tensor, { shape }]) => `${tensor} ${shapeToString(shape)}`).join(', ');
  return [{ kind: 'text', text: `only in ${name}: ${listed}` }];
}

/** How two sides differ; exit code 1 where their tensors do by more than the tolerance. */
function diffResult(a: Side, b: Side, tolerance: number): Result {
  const pairs = differences(a, b);
  const { changes, onlyA, onlyB } = weightChanges(a.model.weights, b.model.weights);
  const different = changes.filter(({ largest }) => largest > tolerance).length + onlyA.length + onlyB.length;
  return {
    blocks: () => [
      ...tableOf(
        [{ name: '' }, { name: a.name }, { name: b.name }],
        pairs.map((pair) => [...pair]),
      ),
      ...tableOf(
        [{ name: 'tensor' }, right('shape'), right('greatest difference'), right('change')],
        changes.map((change) => changeRow(change, tolerance)),
      ),
      ...onlyIn(a, onlyA),
      ...onlyIn(b, onlyB),
      {
        kind: 'text',
        text:
          different === 0
            ? 'the tensors are equal'
            : `${counted(different, 'tensor')} ${different === 1 ? 'differs' : 'differ'}`,
      },
    ],
    json: () => ({
      equal: different === 0,
      differences: pairs.map(([name, left, other]): Json => ({ name, a: left, b: other })),
      tensors: changes.map((change): Json => ({ ...change })),
      only_a: onlyA.map(([name]) => name),
      only_b: onlyB.map(([name]) => name),
    }),
    exitCode: different === 0 ? 0 : 1,
  };
}

export const diff = defineCommand({
  name: 'diff',
  about:
    'How two models or two runs differ: network, choices, results, and for each tensor that both have in the same shape the greatest difference and the relative change. Exit code 0 when their tensors are equal, 1 when they are not.',
  arguments: [
    { name: 'a', summary: 'a model file or the folder of a run', required: true },
    { name: 'b', summary: 'the other one', required: true },
  ],
  options: {
    tolerance: number('differences up to this count as none', { default: 0, min: 0 }),
  },
  examples: [
    { command: 'nn diff runs/iris-1 runs/iris-2', says: 'what one run did otherwise' },
    { command: 'nn diff before.safetensors after.safetensors', says: 'what training moved' },
  ],
  async run(ports, { args: [a, b], options: { tolerance } }): Promise<Result> {
    return diffResult(await open(ports, a), await open(ports, b), tolerance);
  },
});
