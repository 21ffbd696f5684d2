import { cutPassages } from '../../data/passages.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import type { Predictor } from '../../runtime/predictor.ts';
import type { ByteSource } from '../../formats/define.ts';
import type { Result } from '../../report/result.ts';
import { count, measure, percent } from '../../util/quantity.ts';
import { languageFigures } from '../../figures/language.ts';
import { textNumbers } from '../../inputs/textNumbers.ts';

/** Passages read at a time. */
const ROWS = 256;

/** How well a language model foretells a text. Throws input errors for a text of other characters. */
export async function languageResult(
  source: ByteSource,
  feature: FeatureEncoding & { kind: 'text' },
  predictor: Predictor,
): Promise<Result> {
  const { tokens, length, vocabulary } = feature;
  const ids = await textNumbers(source, feature);
  const { x, target, rows, targets } = cutPassages(ids, 0, ids.length, length, 'float32');
  let loss = 0;
  let right = 0;
  for (let from = 0; from < rows; from += ROWS) {
    const some = Math.min(ROWS, rows - from);
    const outputs = predictor.run(x.subarray(from * length, (from + some) * length), some);
    const width = vocabulary.length;
    for (let i = 0; i < some * length; i++) {
      const wanted = target[from * length + i];
      if (wanted < 0) continue;
      const p = outputs[i * width + wanted];
      // In float32 a probability may come out as 0.
      loss -= Math.log(Math.max(p, 1e-38));
      let best = 0;
      for (let j = 1; j < width; j++) if (outputs[i * width + j] > outputs[i * width + best]) best = j;
      if (best === wanted) right++;
    }
  }
  const nats = loss / targets;
  const figures = languageFigures(tokens, nats);
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          [tokens === 'char' ? 'characters' : 'words', count(targets)],
          ['loss', measure(nats)],
          ...figures.map((figure) => [figure.label, figure.text] as const),
          ['accuracy', percent(right / targets)],
        ],
      },
    ],
    json: () => ({
      tokens: targets,
      loss: nats,
      ...Object.fromEntries(figures.map(({ name, value }) => [name, value])),
      accuracy: right / targets,
    }),
  };
}
