// The options of `train` in the library, written from the records of `nn train`: `tsx scripts/learningOptions.ts` writes
// src/library/learningOptions.ts, and a test compares.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { OptionSpec } from '../src/options/define.ts';
import { sharedOptions, trainOptions } from '../src/options/train.ts';

const FILE = fileURLToPath(new URL('../src/library/learningOptions.ts', import.meta.url));

/** What is about files. */
const elsewhere = new Set(['labels', 'validation', 'test']);

function typeOf({ kind, choices = [], parse }: OptionSpec<unknown>): string {
  if (kind === 'flag') return 'boolean';
  if (kind === 'number' || kind === 'integer') return 'number';
  if (kind === 'choice') return choices.map((choice) => `'${choice}'`).join(' | ');
  return parse ? 'string | number | readonly string[]' : 'string';
}

/** Lines of a comment, not longer than a line of code may be. */
function commentOf(text: string): string {
  const lines = [''];
  for (const word of text.replaceAll('*/', '* /').split(' ')) {
    const last = lines.length - 1;
    if (lines[last].length + word.length > 100) lines.push(word);
    else lines[last] += lines[last] === '' ? word : ` ${word}`;
  }
  return lines.length === 1 ? `/** ${lines[0]} */` : `/**\n * ${lines.join('\n * ')}\n */`;
}

/** `learning-rate` as `learningRate`. */
const camel = (word: string) => word.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function memberOf([name, spec]: [string, OptionSpec<unknown>]): string {
  const { summary, default: fallback } = spec;
  const said = summary.replaceAll(/--([a-z0-9-]+)/g, (_, word: string) => `\`${camel(word)}\``);
  const text = `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  const isSaid = fallback === undefined || fallback === false || /unless/.test(summary);
  const comment = commentOf(isSaid ? text : `${text} Default: ${String(fallback)}.`);
  return `${comment}\nreadonly ${name}?: ${typeOf(spec)} | undefined;`;
}

/** The text of src/library/learningOptions.ts. */
export async function learningOptionsText(): Promise<string> {
  const specs: Record<string, OptionSpec<unknown>> = {
    ...sharedOptions,
    nnfs: trainOptions.nnfs,
    ensemble: trainOptions.ensemble,
  };
  const members = Object.entries(specs)
    .filter(([name]) => !elsewhere.has(name))
    .map(memberOf);
  const text = `// Written by scripts/learningOptions.ts from the options of nn train. Change those, not this.

/** The options of \`nn train\` that are about learning from one table; a list may be an array or a text with commas. */
export interface LearningOptions {
${members.join('\n')}
}
`;
  return format(text, { ...(await resolveConfig(FILE)), parser: 'typescript' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, await learningOptionsText());
