import type { FittedBaseline } from '../baselines/fit.ts';
import { parsePreprocessing } from '../data/parsePreprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { KeptRows } from '../data/rowPrints.ts';
import { inputError, NnError } from '../errors.ts';
import { encodeSafetensors, parseSafetensors } from '../formats/safetensors.ts';
import { firstNotFinite } from '../tensor/numbers.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ensembleJson, parseEnsemble } from './ensemble.ts';
import type { Ensemble } from './ensemble.ts';
import { fromFile, shapeInFile, toFile } from './fileLayout.ts';
import { parseGenerates } from './generates.ts';
import type { Generates } from './generates.ts';
import { keptRowsText, parseKeptRows } from './keptRows.ts';
import { parametersOf } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { parseSpec, specJson } from '../network/specJson.ts';
import { parseResiduals } from './residuals.ts';
import type { Residuals } from './residuals.ts';
import { baselinesText, parseBaselines } from './storedBaselines.ts';
import { parseFacts } from './trainingFacts.ts';
import type { TrainingFacts } from './trainingFacts.ts';

/** A trained network: what a model file holds. */
export interface Model {
  /** The network. */
  readonly spec: NetworkSpec;
  /** How columns become inputs, and outputs answers; absent where it learned from plain numbers. */
  readonly preprocessing?: Preprocessing;
  /** Name of the loss it was trained with. */
  readonly loss?: string;
  /** How it was trained. */
  readonly training?: TrainingFacts;
  /** Which rows trained it, and which validated and tested it. */
  readonly rows?: KeptRows;
  /** What answers without a network were fitted to the same rows. */
  readonly baselines?: readonly FittedBaseline[];
  /** What its outputs are, where it makes samples of random numbers. */
  readonly generates?: Generates;
  /** Of which members it is the mean, where it is an ensemble. */
  readonly ensemble?: Ensemble;
  /** How far off it was on rows that did not train it, where it answers with one number. */
  readonly residuals?: Residuals;
  /** Parameters and states by their names in the file, in the layout of the formulas (W is [in, units]). */
  readonly weights: ReadonlyMap<string, Tensor>;
}

const VERSION = '1';

/**
 * The bytes of a model file: safetensors with PyTorch's names and layouts, everything else as JSON in the
 * metadata.
 */
export function encodeModel(model: Model): Uint8Array {
  const { trainable, states } = parametersOf(model.spec);
  const tensors = new Map<string, Tensor>();
  for (const { name, spec } of [...trainable, ...states]) {
    const tensor = model.weights.get(name);
    if (!tensor) throw new Error(`no weights for ${name}`);
    tensors.set(name, toFile(spec, tensor));
  }
  const metadata: Record<string, string> = {
    format: 'pt',
    nn: VERSION,
    network: JSON.stringify(specJson(model.spec)),
    ...(model.preprocessing && { preprocessing: JSON.stringify(model.preprocessing) }),
    ...(model.loss !== undefined && { loss: model.loss }),
    ...(model.generates && { generates: JSON.stringify(model.generates) }),
    ...(model.ensemble && { ensemble: JSON.stringify(ensembleJson(model.ensemble)) }),
    ...(model.residuals && { residuals: JSON.stringify(model.residuals) }),
    ...(model.training && { training: JSON.stringify(model.training) }),
    ...(model.rows && { rows: keptRowsText(model.rows) }),
    ...(model.baselines && { baselines: baselinesText(model.baselines) }),
  };
  return encodeSafetensors({ tensors, metadata });
}

/** Makes an error of a file: what is wrong, and what may be done. */
type Bad = (what: string, hint: string) => NnError;

/** What the metadata of a model file says beside its network. */
function describedBy(metadata: Readonly<Record<string, string>>, bad: Bad): Omit<Model, 'spec' | 'weights'> {
  const read = <T>(name: string, parse: (text: string) => T | undefined, message: string): T | undefined => {
    const text = metadata[name];
    if (text === undefined) return undefined;
    const found = parse(text);
    if (found === undefined) throw bad(message, 'the file is damaged or from another version');
    return found;
  };
  const json =
    <T>(parse: (value: unknown) => T) =>
    (text: string) =>
      parse(JSON.parse(text));
  const facts = metadata.training === undefined ? undefined : parseFacts(JSON.parse(metadata.training));
  const preprocessing = read(
    'preprocessing',
    json(parsePreprocessing),
    'the preprocessing in the metadata cannot be read',
  );
  const generates = read('generates', json(parseGenerates), 'what the generator makes cannot be read');
  const ensemble = read('ensemble', json(parseEnsemble), 'what it says about its members cannot be read');
  const residuals = read('residuals', json(parseResiduals), 'its residuals cannot be read');
  const rows = read('rows', parseKeptRows, 'what it says about its rows cannot be read');
  const baselines = read('baselines', parseBaselines, 'its baselines cannot be read');
  return {
    ...(generates && { generates }),
    ...(preprocessing && { preprocessing }),
    ...(metadata.loss !== undefined && { loss: metadata.loss }),
    ...(facts && { training: facts }),
    ...(ensemble && { ensemble }),
    ...(residuals && { residuals }),
    ...(rows && { rows }),
    ...(baselines && { baselines }),
  };
}

/**
 * Reads a model file.
 *
 * @throws NnError('input') when it is damaged, not a model of nn, or its tensors do not fit its network
 */
export function decodeModel(bytes: Uint8Array, source: string): Model {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  const bad = (what: string, hint: string) => inputError(what, { where: { source }, hint });
  if (metadata.network === undefined)
    throw bad('this safetensors file has no network in its metadata', 'it was not written by nn train');
  const weights = new Map<string, Tensor>();
  let spec: NetworkSpec;
  try {
    spec = parseSpec(metadata.network);
    const { trainable, states } = parametersOf(spec);
    for (const { name, spec: parameter } of [...trainable, ...states]) {
      const stored = tensors.get(name);
      const expected = shapeInFile(parameter);
      if (!stored) throw bad(`tensor "${name}" is missing`, 'the file is damaged');
      if (stored.shape.join() !== expected.join())
        throw bad(
          `tensor "${name}" has shape (${stored.shape.join(', ')}), expected (${expected.join(', ')})`,
          'the weights belong to another network',
        );
      const badAt = firstNotFinite(stored.data);
      if (badAt >= 0)
        throw bad(`tensor "${name}" holds ${stored.data[badAt]}`, 'train it again; the file is damaged');
      weights.set(name, fromFile(parameter, stored));
    }
  } catch (error) {
    if (error instanceof NnError && error.kind === 'usage')
      throw bad(error.message, 'the file is damaged or from another version');
    throw error;
  }
  return { spec, weights, ...describedBy(metadata, bad) };
}
