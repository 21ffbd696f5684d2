import { commands } from '../commands/index.ts';
import { kebab } from '../util/kebab.ts';
import { nearest } from '../util/suggest.ts';

/** What the classes of the book begin with: Layer_Dense, Activation_ReLU. */
const CLASS = /^(?:layer|activation|loss|optimizer)-/;

/** The name under which nn help explains a word; undefined where it does not. */
async function helpName(word: string): Promise<string | undefined> {
  const [{ readConcepts }, { documents }, { findTopics }] = await Promise.all([
    import('../figures/concepts/index.ts'),
    import('./package.ts'),
    import('../figures/topics/index.ts'),
  ]);
  const concepts = await readConcepts({ documents });
  const whole = kebab(word);
  return [whole, whole.replace(CLASS, '')].find(
    (name) => concepts.find(name, 'en') !== undefined || findTopics(name).length > 0,
  );
}

/** What was meant by a word that is no command: what help explains, or the nearest command. */
export async function hintForUnknown(word: string): Promise<string> {
  const explained = await helpName(word);
  if (explained !== undefined) return `nn help ${explained}`;
  const match = nearest(
    word,
    commands.map((known) => known.name),
  );
  return match === undefined ? 'nn --help lists the commands' : `did you mean "nn ${match}"?`;
}
