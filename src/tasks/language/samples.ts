import { cutPassages } from '../../data/passages.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import { INPUTS, moreInputs, piecesOf } from '../samples.ts';
import type { Samples } from '../samples.ts';

/** Characters of a passage that its heading shows. */
const SHOWN = 40;

const quoted = (token: string | undefined) => JSON.stringify(token ?? '');

/** Passages of a text, whose answers are the tokens that come next, one after every token. */
export function passageSamples(
  ids: Int32Array,
  { vocabulary, length }: FeatureEncoding & { kind: 'text' },
  source: string,
): Samples {
  const { x, target, rows } = cutPassages(ids, 0, ids.length, length, 'float64');
  return {
    source,
    count: rows,
    called: ['passage', 'passages'],
    answered: Int32Array.from({ length: rows }, (_, i) => i),
    encode: (some) => ({ x: piecesOf(x, length, some), target: piecesOf(target, length, some) }),
    tell(at) {
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
              .slice(0, INPUTS)
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
