import { inputError, NnError } from '../errors.ts';
import { checkSum, encodeChecked } from '../formats/checksum.ts';
import type { Reading } from '../formats/checksum.ts';
import { encodeSafetensors, parseSafetensors } from '../formats/safetensors.ts';
import { firstNotFinite } from '../tensor/numbers.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { contradictionIn } from './agreement.ts';
import { ensembleJson } from './ensemble.ts';
import { fromFile, shapeInFile, toFile } from './fileLayout.ts';
import { keptRowsText } from './keptRows.ts';
import { parametersOf } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { parseSpec, specJson } from '../network/specJson.ts';
import { readMetadata } from './metadata.ts';
import { baselinesText } from './storedBaselines.ts';
import type { Model } from './define.ts';

export type { Model } from './define.ts';

const VERSION = '1';

/**
 * The bytes of a model file: safetensors with PyTorch's names and layouts, everything else as JSON in the
 * metadata.
 *
 * @param early as 0.1.0 wrote it: without a checksum
 */
export function encodeModel(model: Model, early = false): Uint8Array {
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
  return early ? encodeSafetensors({ tensors, metadata }) : encodeChecked({ tensors, metadata });
}

/** @throws NnError('input') for a file that another version wrote, and for one that is no model */
function checkKind(metadata: Readonly<Record<string, string>>, source: string): void {
  if (metadata.network === undefined)
    throw inputError('this safetensors file has no network in its metadata', {
      where: { source },
      hint: 'it was not written by nn train',
    });
  // Other programs may write models too, and leave the version out.
  const { nn = VERSION } = metadata;
  if (nn !== VERSION)
    throw inputError(`the description of this model is of version ${nn}, expected ${VERSION}`, {
      where: { source },
      hint: 'it was written by a later version of nn; update this one, or train the model again',
    });
}

/** The weights that the parameters of a network need, in the layout of the formulas. */
function weightsFor(
  spec: NetworkSpec,
  tensors: ReadonlyMap<string, Tensor>,
  source: string,
): Map<string, Tensor> {
  const bad = (what: string, hint: string) => inputError(what, { where: { source }, hint });
  const weights = new Map<string, Tensor>();
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
  return weights;
}

/**
 * Reads a model file. What it says about itself fits together: features are the inputs of its network, classes
 * its outputs, weights have the shapes of its layers.
 *
 * @throws NnError('input') when it is damaged, not a model of nn, or contradicts itself
 */
export function decodeModel(bytes: Uint8Array, source: string, reading?: Reading): Model {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  checkSum(bytes, metadata, source, reading);
  checkKind(metadata, source);
  const described = readMetadata(metadata, source);
  try {
    const spec = parseSpec(metadata.network);
    const model = { spec, weights: weightsFor(spec, tensors, source), ...described };
    const fault = contradictionIn(model);
    if (fault === undefined) return model;
    throw inputError(`this model contradicts itself: ${fault}`, {
      where: { source },
      hint: 'the file is damaged or was changed by hand; train the model again',
    });
  } catch (error) {
    if (!(error instanceof NnError) || error.kind !== 'usage') throw error;
    throw inputError(error.message, {
      where: { source },
      hint: 'the file is damaged or from another version',
    });
  }
}
