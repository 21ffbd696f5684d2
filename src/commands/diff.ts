import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import type { Block, Json, Result } from '../report/result.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { shapeToString } from '../tensor/shape.ts';
import { measure, percent } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { number } from '../options/define.ts';
import { fileIn, MODEL, RECORD } from '../inputs/runFiles.ts';
import { readRecord } from '../runs/folder.ts';
import type { RunRecord } from '../runs/folder.ts';

interface Side {
  readonly name: string;
  readonly model: Model;
  /** Where the side is a run. */
  readonly record: RunRecord | undefined;
}

/** A run folder or a model file. Throws input errors. */
async function open(context: Context, path: string): Promise<Side> {
  const isRun = await context.files.exists(fileIn(path, RECORD));
  const source = await context.files.open(isRun ? fileIn(path, MODEL) : path);
  const model = decodeModel(await source.bytes(), source.name);
  return { name: path, model, record: isRun ? await readRecord(context, path) : undefined };
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
  const [left, right] = [of(a), of(b)];
  const text = (value: unknown) =>
    value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name): Pair[] => {
    const pair = [text(left[name]), text(right[name])] as const;
    return pair[0] === pair[1] ? [] : [[name, ...pair]];
  });
}

interface Change {
  readonly name: string;
  readonly shape: readonly number[];
  /** Greatest |b − a|. */
  readonly largest: number;
  /** ‖b − a‖ / ‖a‖. */
  readonly relative: number;
}

function changeOf(name: string, a: Tensor, b: Tensor): Change {
  let [largest, squares, own] = [0, 0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const [from, to] = [Number(a.data[i]), Number(b.data[i])];
    largest = Math.max(largest, Math.abs(to - from));
    squares += (to - from) ** 2;
    own += from ** 2;
  }
  return {
    name,
    shape: a.shape,
    largest,
    relative: own > 0 ? Math.sqrt(squares / own) : Number(squares > 0),
  };
}

const sameShape = (a: Tensor, b: Tensor | undefined): b is Tensor => b?.shape.join() === a.shape.join();

export const diff = defineCommand({
  name: 'diff',
  about:
    'How two models or two runs differ: network, choices, results, and for each tensor that both have in the same shape the greatest difference and the change in relation to its size. Exit code 0 when their tensors are equal, 1 when they are not.',
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
  async run(context, { args: [pathA, pathB], options: { tolerance } }): Promise<Result> {
    const [a, b] = [await open(context, pathA), await open(context, pathB)];
    const pairs = differences(a, b);
    const changes = [...a.model.weights].flatMap(([name, tensor]): Change[] => {
      const other = b.model.weights.get(name);
      return sameShape(tensor, other) ? [changeOf(name, tensor, other)] : [];
    });
    const compared = new Set(changes.map(({ name }) => name));
    const lone = (side: Side) => [...side.model.weights].filter(([name]) => !compared.has(name));
    const [onlyA, onlyB] = [lone(a), lone(b)];
    const moved = changes.filter(({ largest }) => largest > tolerance);
    const equal = moved.length === 0 && onlyA.length + onlyB.length === 0;
    const only = (side: Side, tensors: [string, Tensor][]): Block[] =>
      tensors.length === 0
        ? []
        : [
            {
              kind: 'text',
              text: `only in ${side.name}: ${tensors.map(([name, { shape }]) => `${name} ${shapeToString(shape)}`).join(', ')}`,
            },
          ];
    return {
      blocks: () => [
        ...(pairs.length > 0
          ? [
              {
                kind: 'table',
                columns: [{ name: '' }, { name: a.name }, { name: b.name }],
                rows: pairs.map(([name, left, right]) => [name, left, right]),
              } as const,
            ]
          : []),
        ...(changes.length > 0
          ? [
              {
                kind: 'table',
                columns: [
                  { name: 'tensor' },
                  { name: 'shape', align: 'right' },
                  { name: 'greatest difference', align: 'right' },
                  { name: 'change', align: 'right' },
                ],
                rows: changes.map(({ name, shape, largest, relative }) => [
                  name,
                  shapeToString(shape),
                  largest > tolerance ? measure(largest) : 'equal',
                  largest > tolerance ? percent(relative) : '',
                ]),
              } as const,
            ]
          : []),
        ...only(a, onlyA),
        ...only(b, onlyB),
        {
          kind: 'text',
          text: equal
            ? 'the tensors are equal'
            : `${moved.length + onlyA.length + onlyB.length} tensors differ`,
        },
      ],
      json: () => ({
        equal,
        differences: pairs.map(([name, left, right]): Json => ({ name, a: left, b: right })),
        tensors: changes.map((change): Json => ({ ...change })),
        onlyA: onlyA.map(([name]) => name),
        onlyB: onlyB.map(([name]) => name),
      }),
      exitCode: equal ? 0 : 1,
    };
  },
});
