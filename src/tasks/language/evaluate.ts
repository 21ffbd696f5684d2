import { cutPassages } from '../../data/passages.ts';
import type { Passages } from '../../data/passages.ts';
import { baselineBlocks, baselinesJson } from '../../figures/baselines/result.ts';
import { languageFigures } from '../../figures/language.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { textNumbers } from '../../inputs/textNumbers.ts';
import type { Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import { count, measure, percent } from '../../util/quantity.ts';
import type { OpenedModel } from '../define.ts';
import { textFeature } from './feature.ts';
import { judgeLanguage } from './unigram.ts';

/** Passages predicted at a time. */
const ROWS = 256;

/** Summed cross-entropy in nats, and tokens whose most probable successor is the true one. */
function sumScores(predictor: Predictor, { x, target, rows }: Passages, length: number, width: number) {
  let [loss, correct] = [0, 0];
  for (let from = 0; from < rows; from += ROWS) {
    const some = Math.min(ROWS, rows - from);
    const outputs = predictor.run(x.subarray(from * length, (from + some) * length), some);
    for (let i = 0; i < some * length; i++) {
      const next = target[from * length + i];
      if (next < 0) continue;
      // In float32 a probability may come out as 0.
      loss -= Math.log(Math.max(outputs[i * width + next], 1e-38));
      let best = 0;
      for (let j = 1; j < width; j++) if (outputs[i * width + j] > outputs[i * width + best]) best = j;
      if (best === next) correct++;
    }
  }
  return { loss, correct };
}

/**
 * How well a language model predicts the tokens of a text: cross-entropy, perplexity, accuracy.
 *
 * @throws NnError('input') for characters that it does not know
 */
export async function evaluateLanguage(
  computing: Computing,
  { model, preprocessing }: OpenedModel,
  dataPath: string | undefined,
): Promise<Result> {
  const feature = textFeature(preprocessing);
  const { tokens, length, vocabulary } = feature;
  const source = await computing.files.open(dataPath);
  const predictor = new Predictor(model, await chooseBackend(computing), ROWS);
  const ids = await textNumbers(source, feature);
  const passages = cutPassages(ids, 0, ids.length, length, 'float32');
  const { loss, correct } = sumScores(predictor, passages, length, vocabulary.length);
  const { targets } = passages;
  const nats = loss / targets;
  const figures = languageFigures(tokens, nats);
  const scores = { loss: nats, accuracy: correct / targets };
  const judged = judgeLanguage(model.baselines, passages.target, scores, 'given');
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          [tokens === 'char' ? 'characters' : 'words', count(targets)],
          ['loss', measure(nats)],
          ...figures.map((figure) => [figure.label, figure.text] as const),
          ['accuracy', percent(correct / targets)],
        ],
      },
      ...baselineBlocks(judged),
    ],
    json: () => ({
      tokens: targets,
      loss: nats,
      ...Object.fromEntries(figures.map(({ name, value }) => [name, value])),
      accuracy: correct / targets,
      ...baselinesJson(judged),
    }),
  };
}
