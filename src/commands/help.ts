import { usageError } from '../errors.ts';
import { listBlocks, topicBlocks, topicJson } from '../figures/topics/blocks.ts';
import { findTopics, topicKinds } from '../figures/topics/index.ts';
import { nearest } from '../util/suggest.ts';
import { defineCommand } from './define.ts';

/** Whether the letters of `name` occur in `word` in their order: only letters were left out. */
function leavesOut(word: string, name: string): boolean {
  let at = -1;
  return Array.from(name).every((letter) => (at = word.indexOf(letter, at + 1)) >= 0);
}

/** The nearest of some names; of two that are equally near, one with letters left out. */
function nearestName(name: string, names: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return nearest(wanted, [
    ...names.filter((known) => leavesOut(known, wanted)),
    ...names.filter((known) => !leavesOut(known, wanted)),
  ]);
}

/**
 * `nn help NAME` for names that are no commands.
 *
 * @param commandNames for suggestions
 */
export const helpCommand = (commandNames: readonly string[]) =>
  defineCommand({
    name: 'help',
    about:
      'Explains a layer, activation, loss, optimizer, schedule, initializer, metric, augmentation, network or data set: formula, source, options with their defaults, an example that runs. With the name of a command it shows its options, as COMMAND --help does. nn help topics lists all names.',
    arguments: [
      { name: 'name', summary: 'a command, a layer, an optimizer, …; topics: all names', required: false },
    ],
    options: {},
    examples: [
      { command: 'nn help lstm', says: 'a layer' },
      { command: 'nn help adam', says: 'an optimizer' },
      { command: 'nn help topics', says: 'all names by kind' },
    ],
    async run({ screen }, { args: [name = 'topics'] }) {
      if (name === 'topics') {
        return {
          blocks: () => listBlocks(topicKinds, screen.width),
          json: () => Object.fromEntries(topicKinds.map(({ plural, names }) => [plural, names])),
        };
      }
      const found = findTopics(name);
      if (found.length === 0) {
        const match = nearestName(name, [...commandNames, ...topicKinds.flatMap(({ known }) => known)]);
        throw usageError(`unknown command or topic "${name}"`, {
          hint:
            match === undefined
              ? 'nn --help lists the commands, nn help topics the topics'
              : `did you mean "nn help ${match}"?`,
        });
      }
      return {
        blocks: () => found.flatMap((one) => topicBlocks(one, screen.width)),
        json: () => found.map(topicJson),
      };
    },
  });
