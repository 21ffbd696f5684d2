import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { columnsRead, encodeFeatures, inputWidth } from '../../src/data/preprocessing.ts';
import type { Preprocessing } from '../../src/data/preprocessing.ts';
import type { Column } from '../../src/data/table.ts';
import { inputError } from '../../src/errors.ts';
import { encodeSafetensors, parseSafetensors } from '../../src/formats/safetensors.ts';
import type { ByteSource } from '../../src/formats/define.ts';
import type { Files } from '../../src/host/files.ts';
import { readRecord, recordText } from '../../src/inputs/runRecord.ts';
import { decodeModel, encodeModel } from '../../src/model/file.ts';
import { shapeInFile } from '../../src/model/fileLayout.ts';
import { resolve } from '../../src/network/graph.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import type { NetworkSpec } from '../../src/network/spec.ts';
import { parseSpec, specJson } from '../../src/network/specJson.ts';
import { valuesOf } from '../../src/options/spec.ts';
import { comparisonResult, runsResult } from '../../src/runs/listing.ts';
import { Predictor } from '../../src/runtime/predictor.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/train/checkpoint.ts';
import { EpochLog } from '../../src/train/epochLog.ts';
import { Training } from '../../src/train/training.ts';
import { setupOf, still } from '../support/setup.ts';
import { smallModel } from '../support/smallModel.ts';

// What files of this program say in JSON, as texts of JSON. A refusal is an NnError; any other error is a defect.

/** A reader that is fed with damaged texts. */
export interface Target {
  readonly name: string;
  readonly seeds: () => Promise<readonly Uint8Array[]>;
  readonly words: readonly string[];
  readonly run: (input: Uint8Array) => Promise<void>;
}

const encoder = new TextEncoder();
const bytesOf = (value: unknown) => encoder.encode(JSON.stringify(value));

function objectIn(input: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(input));
  } catch {
    throw inputError('no JSON');
  }
  if (typeof value !== 'object' || value === null) throw inputError('no object');
  return value as Record<string, unknown>;
}

const textsOf = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

/** Metadata with the JSON in them as values. */
function valuesIn(bytes: Uint8Array): Record<string, unknown> {
  const { metadata } = parseSafetensors(bytes, 'seed');
  return Object.fromEntries(
    Object.entries(metadata).map(([name, text]) => [name, /^[[{]/.test(text) ? JSON.parse(text) : text]),
  );
}

/** Numbers of a network and of its samples that are worth a try. */
const MOST = 20_000;

/** Tensors that fit a network. */
function tensorsFor(spec: NetworkSpec): Map<string, Tensor> {
  const { trainable, states, size, stateSize } = parametersOf(spec);
  const samples = resolve(spec, 2, 'predict').map(({ inferred }) => sizeOf(inferred.output));
  if ([size, stateSize, sizeOf(spec.input), ...samples].some((count) => count > MOST))
    throw inputError('too large to be tried');
  return new Map(
    [...trainable, ...states].map(({ name, spec: parameter, length }) => [
      name,
      { shape: shapeInFile(parameter), dtype: 'float32', data: new Float32Array(length).fill(0.1) },
    ]),
  );
}

/** Two rows of the columns that features are made of. */
function encodedRows(preprocessing: Preprocessing): number {
  const columns = Array.from(columnsRead(preprocessing), ([name, kind]): Column =>
    kind === 'number'
      ? { kind, name, values: Float64Array.of(1, NaN), missing: 1, integral: true }
      : { kind, name, codes: Int32Array.of(0, -1), categories: ['2021-03-04'], missing: 1 },
  );
  return encodeFeatures(preprocessing, { columns, rows: 2, source: 'rows' }, undefined, undefined, {
    unknown: () => {},
    bad: () => {},
  }).length;
}

const networks = [
  '4,3',
  '6x6x2,conv:3:3:same,maxpool:2,flatten,2',
  '5x2,lstm:3,1',
  '4,8,batchnorm,add(8,8),1',
];

export const models: Target = {
  name: 'stored models',
  words: ['"kind":"category"', '"categories":["a","b"]', '"units":4', '"inputs":["input"]', '"length":3'],
  seeds: async () => [
    ...[encodeModel(smallModel, true)].map((bytes) => bytesOf(valuesIn(bytes))),
    ...['iris', 'series', 'text', 'reconstruction'].map((name) =>
      bytesOf(
        valuesIn(readFileSync(new URL(`../../fixtures/stored/${name}/model.safetensors`, import.meta.url))),
      ),
    ),
    ...networks.map((layers) =>
      bytesOf({ network: specJson(parseLayers(layers, { activation: 'relu', outputActivation: 'linear' })) }),
    ),
  ],
  async run(input) {
    const metadata = textsOf(objectIn(input));
    const tensors = tensorsFor(parseSpec(metadata.network ?? ''));
    const model = decodeModel(encodeSafetensors({ tensors, metadata }), 'fuzz', { verify: false });
    const written = encodeModel(model);
    const again = encodeModel(decodeModel(written, 'again'));
    if (Buffer.compare(written, again) !== 0) throw new Error('another model was read back');
    const { preprocessing, spec } = model;
    const inputs = sizeOf(spec.input);
    const outputs = new Predictor(model, referenceBackend('float32'), 2).run(new Float32Array(2 * inputs), 2);
    if (!preprocessing) return;
    const { target, pieces } = preprocessing;
    if (!pieces && outputs.length !== 2 * (target.kind === 'classes' ? target.classes.length : 1))
      throw new Error('the outputs are not those of the target');
    if (encodedRows(preprocessing) !== 2 * inputWidth(preprocessing))
      throw new Error('the features are not the inputs');
  },
};

const ROWS = 12;
const train = {
  kind: 'whole',
  x: Float32Array.from({ length: 2 * ROWS }, (_, i) => Math.sin(i)),
  target: Float32Array.from({ length: ROWS }, (_, i) => Math.cos(3 * i)),
  rows: ROWS,
} as const;
const setup = setupOf({
  spec: parseLayers('2,4,batchnorm,dropout:0.1,1', { activation: 'relu', outputActivation: 'linear' }),
  ...{ loss: 'mse', optimizer: 'adam', learningRate: 0.05, batchSize: 5, shuffle: true, patience: 10 },
  ...{ epochs: 9, schedule: 'plateau:factor=0.5,patience=1' },
});
const world = still(referenceBackend('float32'));

/** A run that stands in the middle of an epoch, or before it. */
function checkpointAfter(steps: number): Uint8Array {
  const training = new Training(setup, { train }, world);
  for (let i = 0; i < steps; i++) training.step();
  return encodeCheckpoint({ state: training.capture(), epochs: new EpochLog() });
}

export const checkpoints: Target = {
  name: 'stored checkpoints',
  words: ['"epoch":1', '"row":5', '"at":5', '"order":[0,1]', '"sums":[0,0,0]'],
  seeds: async () =>
    [0, 2].map((steps) => {
      const bytes = checkpointAfter(steps);
      const { tensors } = parseSafetensors(bytes, 'seed');
      return bytesOf({ ...valuesIn(bytes), order: Array.from(tensors.get('order')?.data ?? [], Number) });
    }),
  async run(input) {
    const { order, checksum: _, ...values } = objectIn(input);
    const tensors = new Map(parseSafetensors(checkpointAfter(2), 'seed').tensors);
    const data = Int32Array.from(Array.isArray(order) ? order : [], Number);
    tensors.set('order', { shape: [data.length], dtype: 'int32', data });
    const bytes = encodeSafetensors({ tensors, metadata: textsOf(values) });
    const { state } = decodeCheckpoint(bytes, 'fuzz', { verify: false });
    const training = new Training(setup, { train }, world, { state });
    for (let i = 0; i < 4; i++) training.step();
  },
};

/** A folder whose run.json is this. */
function folderOf(bytes: Uint8Array): Files {
  const source: Partial<ByteSource> = { name: 'r/run.json', bytes: async () => bytes };
  const files: Partial<Files> = { exists: async () => true, open: async () => source as ByteSource };
  return files as Files;
}

export const records: Target = {
  name: 'run.json',
  words: ['"state":"finished"', '"options":{"epochs":"5"}', '"rows":3', '"setup":{}'],
  seeds: async () =>
    ['iris', 'series', 'interrupted'].map((name) =>
      Uint8Array.from(readFileSync(new URL(`../../fixtures/stored/${name}/run.json`, import.meta.url))),
    ),
  async run(input) {
    const record = await readRecord(folderOf(input), 'r');
    const again = await readRecord(folderOf(encoder.encode(recordText(record))), 'r');
    if (!isDeepStrictEqual(again, record)) throw new Error('another record was read back');
    const listed = [{ run: 'r', record }];
    JSON.stringify(runsResult(listed).json?.());
    comparisonResult([...listed, ...listed]).blocks();
    valuesOf(record.spec);
  },
};

export const targets: readonly Target[] = [models, checkpoints, records];
