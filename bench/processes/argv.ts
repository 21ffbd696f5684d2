import { commands } from '../../src/commands/index.ts';
import type { AnyCommand } from '../../src/commands/define.ts';
import type { OptionSpec } from '../../src/options/define.ts';
import { globalOptions } from '../../src/options/globals.ts';
import { flagOf } from '../../src/util/flag.ts';
import type { Random } from '../fuzz/random.ts';
import { CORPUS } from './files.ts';

const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '5',
  '0.1',
  '0.5',
  '20',
  '-1',
  '1e-3',
  '1e9',
  '99999999999',
  'nan',
  '1e999',
  '0x10',
  '',
  '٣',
];
const TEXTS = [
  'species',
  'sepal_length',
  'x',
  'y',
  'auto,4,auto',
  'auto,lstm:4,auto',
  'conv:4x3,flatten,auto',
  'adam,sgd',
  'a=b',
  'log(x)',
  'val_loss>0.1',
  '[[1,2],[3,4]]',
  '[1,2',
  '4,8,relu,3,softmax',
  '__proto__',
  '../../etc/passwd',
  '/dev/null',
  '-',
  '--',
  'x\u001b[31my',
  'é',
  'nn:iris.csv',
  'setosa',
  '8x8',
  'yyyy-mm-dd',
  'a'.repeat(300),
];

/** What an option may be given: mostly what it takes. */
function valueFor(random: Random, spec: OptionSpec<unknown>, names: readonly string[]): string {
  if (random.below(16) === 0) return random.of([...NUMBERS, ...TEXTS, ...names]);
  if (spec.choices) return random.of(spec.choices);
  if (spec.kind === 'number') return random.of(NUMBERS.slice(0, 10));
  if (spec.kind === 'integer') return random.of(['0', '1', '2', '3', '5', '20']);
  return random.of([...TEXTS, ...names, ...NUMBERS]);
}

/** New files that a command line may be told to write. */
const OUTPUTS = [
  'out.csv',
  'out.npy',
  'out.safetensors',
  'out.html',
  'out.svg',
  'out.png',
  'out.json',
  'out.jsonl',
  'out.md',
  'none/out.csv',
  'out',
];

/** How many epochs and trials are enough. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['epochs', '2'],
  ['trials', '2'],
]);

function optionWords(random: Random, command: AnyCommand, names: readonly string[]): string[] {
  const own = Object.entries(command.options);
  const words: string[] = [];
  for (const [key, value] of SHORT)
    if (key in command.options && random.below(8) > 0) words.push(flagOf(key), value);
  for (let i = random.below(4); i > 0; i--) {
    const all = random.below(3) === 0 ? Object.entries(globalOptions) : own;
    if (all.length === 0) continue;
    const [key, spec] = random.of(all);
    // How many, and for how long, is what takes all the time.
    if (SHORT.has(key) && random.below(4) > 0) continue;
    const flag = spec.short !== undefined && random.below(4) === 0 ? `-${spec.short}` : flagOf(key);
    if (spec.kind === 'flag')
      words.push(spec.negatable && random.below(2) === 0 ? flagOf(key).replace('--', '--no-') : flag);
    else if (['output', 'history'].includes(key)) words.push(flag, random.of(OUTPUTS));
    else if (random.below(4) === 0) words.push(`${flag}=${valueFor(random, spec, names)}`);
    else words.push(flag, valueFor(random, spec, names));
  }
  if (random.below(3) === 0) words.push('-o', random.of(OUTPUTS));
  return words;
}

/** What help shows to type, with fewer epochs; undefined where that is more than words. */
function exampleOf(random: Random, { examples, options }: AnyCommand): string[] | undefined {
  if (examples.length === 0) return undefined;
  const { command } = random.of(examples);
  if (!/^nn [^|'"<>&;$]+$/.test(command)) return undefined;
  const words = command.split(' ').slice(1);
  for (const [key, value] of SHORT) if (key in options) words.push(flagOf(key), value);
  return words;
}

/** A random command line: a command or something like it, arguments, options. */
export async function randomArgv(random: Random, names: readonly string[]): Promise<string[]> {
  const entry = random.of(commands);
  const command = await entry.load();
  const example = random.below(3) === 0 ? exampleOf(random, command) : undefined;
  if (example)
    return example.map((word) => (CORPUS.includes(word) || random.below(8) > 0 ? word : random.of(names)));
  const most = command.arguments.length + (random.below(10) === 0 ? 1 : 0);
  const least = command.arguments.filter(({ required }) => required).length;
  const count = random.below(8) === 0 ? random.below(most + 1) : Math.max(least, Math.min(1, most));
  const args = Array.from({ length: count }, (_, i) => {
    if (entry.name.startsWith('gen-') && random.below(8) > 0) return random.of(['3', '10', '20']);
    if (random.below(10) === 0) return random.of([...TEXTS, ...NUMBERS, ...CORPUS]);
    // A model comes first where there is one, data after it.
    const { name } = command.arguments[Math.min(i, command.arguments.length - 1)] ?? { name: '' };
    const models = names.filter((one) => /safetensors|run|net/.test(one));
    if (/model/.test(name) && models.length > 0) return random.of(models);
    if (/run/.test(name) && names.includes('run')) return 'run';
    return random.of([...names, '-']);
  });
  const options = optionWords(random, command, names);
  const words = [random.below(40) === 0 ? random.of(TEXTS) : entry.name, ...args, ...options];
  if (random.below(30) === 0) words.splice(random.below(words.length), 1);
  if (random.below(30) === 0) words.splice(random.below(words.length + 1), 0, random.of(TEXTS));
  // No process takes a word with a zero byte.
  return words.map((word) => word.replaceAll('\0', ''));
}
