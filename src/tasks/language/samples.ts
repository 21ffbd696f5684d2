import { cutPassages } from '../../data/passages.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Files } from '../../host/files.ts';
import { textNumbers } from '../../inputs/textNumbers.ts';
import { textFeature } from './feature.ts';
import type { TextFeature } from './feature.ts';
import { gatherRows, moreInputs, SHOWN_INPUTS } from '../samples.ts';
import type { Samples } from '../samples.ts';

/** Characters of a passage that its heading shows. */
const SHOWN = 40;

const quoted = (token: string | undefined) => JSON.stringify(token ?? '');

/** Passages of a text, whose answers are the tokens that come next, one after every token. */
function passageSamples(ids: Int32Array, { vocabulary, length }: TextFeature, source: string): Samples {
  const { x, target, rows } = cutPassages(ids, 0, ids.length, length, 'float64');
  return {
    source,
    count: rows,
    unit: ['passage', 'passages'],
    labelled: Int32Array.from({ length: rows }, (_, i) => i),
    encode: (some) => ({ x: gatherRows(x, length, some), target: gatherRows(target, length, some) }),
    describe(at) {
      const read = Array.from(x.subarray(at * length, (at + 1) * length));
      const next = Array.from(target.subarray(at * length, (at + 1) * length));
      const text = read.map((id) => vocabulary[id] ?? '').join('');
      const place = next.findLastIndex((id) => id >= 0);
      return {
        heading: `passage ${at} of ${source}: ${quoted(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)}`,
        inputs: {
          kind: 'preformatted',
          equations: true,
          text: [
            ...read
              .slice(0, SHOWN_INPUTS)
              .map((id, i) => `x[${i}] = ${id}, the number of ${quoted(vocabulary[id])}`),
            ...moreInputs(read.length, 'tokens'),
          ].join('\n'),
        },
        answer: {
          text: `${quoted(vocabulary[next[place]])} after ${quoted(vocabulary[read[place]])}, step ${place + 1} of ${length}`,
          at: next[place],
          classes: vocabulary.map(quoted),
          steps: {
            place,
            all: next.flatMap((id, i) =>
              id < 0 ? [] : [{ at: id, text: `${quoted(vocabulary[read[i]])} → ${quoted(vocabulary[id])}` }],
            ),
          },
        },
      };
    },
  };
}

/**
 * Reads the passages of a text as samples.
 *
 * @throws NnError('input') for characters that the model does not know
 */
export async function readPassages(
  files: Files,
  preprocessing: Preprocessing,
  dataPath: string,
): Promise<Samples> {
  const source = await files.open(dataPath);
  const feature = textFeature(preprocessing);
  return passageSamples(await textNumbers(source, feature), feature, source.name);
}
