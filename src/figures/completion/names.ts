import { batchesOf } from '../../formats/batches.ts';
import type { Context } from '../../host/context.ts';
import { readOptions } from '../../inputs/readOptions.ts';
import { readConcepts } from '../concepts/index.ts';
import { topicKinds } from '../topics/index.ts';
import { layers } from '../../layers/index.ts';
import { activations } from '../../activations/index.ts';
import type { Asked } from './words.ts';

/** Names that cannot be in a list of lines, one name each, or that would act on a terminal. */
const isPlain = (name: string): boolean => name !== '' && !/\p{C}/u.test(name);

/** The columns of a file; none where it is no table. */
async function columnsOf(file: string, { files, global }: Context): Promise<readonly string[]> {
  try {
    const source = await files.open(file);
    const options = { ...readOptions(global), rows: 1, types: new Map() };
    for await (const { table } of batchesOf(source, options)) return table.columns.map(({ name }) => name);
  } catch {
    // Whoever presses Tab wants names and no errors.
  }
  return [];
}

/**
 * Names that a shell completes a word to.
 *
 * @param words that stand before it on the line
 */
export async function namesFor(
  what: Asked,
  words: readonly string[],
  context: Context,
): Promise<readonly string[]> {
  switch (what) {
    case 'columns':
      for (const word of words.toReversed()) {
        if (word.startsWith('-') || /\.(?:safetensors|json)$/.test(word)) continue;
        if (!word.startsWith('nn:') && !(await context.files.exists(word))) continue;
        const names = await columnsOf(word, context);
        if (names.length > 0) return names.filter(isPlain);
      }
      return [];
    case 'layers':
      return ['auto', ...layers.names, ...activations.names];
    case 'runs':
      return (await context.files.folders('runs')).map((name) => `runs/${name}`).filter(isPlain);
    default: {
      const concepts = await readConcepts(context.files);
      return [...new Set([...concepts.known.keys(), ...topicKinds.flatMap(({ names }) => names)])].filter(
        isPlain,
      );
    }
  }
}
