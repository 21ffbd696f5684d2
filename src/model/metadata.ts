import { preprocessingSchema } from '../data/storedPreprocessing.ts';
import { readStored } from '../util/stored.ts';
import type { StoredPlace } from '../util/stored.ts';
import type { Model } from './define.ts';
import { parseKeptRows } from './keptRows.ts';
import { parseBaselines } from './storedBaselines.ts';
import { ensembleSchema, factsSchema, generatesSchema, residualsSchema } from './storedParts.ts';
import { presentFacts } from './trainingFacts.ts';

/**
 * What the metadata of a model file says beside its network.
 *
 * @throws NnError('input') that names the entry and the path in it
 */
export function readMetadata(
  metadata: Readonly<Record<string, string>>,
  source: string,
): Omit<Model, 'spec' | 'weights'> {
  const read = <T>(name: string, parse: (text: string, place: StoredPlace) => T): T | undefined => {
    const text = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    return text === undefined ? undefined : parse(text, { source, part: `"${name}" in its metadata` });
  };
  const generates = read('generates', (text, place) => readStored(generatesSchema, text, place));
  const preprocessing = read('preprocessing', (text, place) => readStored(preprocessingSchema, text, place));
  const loss = read('loss', (text) => text);
  const training = read('training', (text, place) => presentFacts(readStored(factsSchema, text, place)));
  const ensemble = read('ensemble', (text, place) => readStored(ensembleSchema, text, place));
  const residuals = read('residuals', (text, place) => readStored(residualsSchema, text, place));
  const rows = read('rows', parseKeptRows);
  const baselines = read('baselines', parseBaselines);
  return {
    ...(generates && { generates }),
    ...(preprocessing && { preprocessing }),
    ...(loss !== undefined && { loss }),
    ...(training && { training }),
    ...(ensemble && { ensemble }),
    ...(residuals && { residuals }),
    ...(rows && { rows }),
    ...(baselines && { baselines }),
  };
}
