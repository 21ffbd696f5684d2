import { commands } from '../commands/index.ts';
import type { AnyCommand } from '../commands/define.ts';
import type { Example, OptionSpec, OptionSpecs } from '../options/define.ts';
import type { Language } from '../figures/concepts/language.ts';
import { optionGist, optionJson, optionMeaning, optionUsage } from '../options/describe.ts';
import { exitCodes } from '../options/exitCodes.ts';
import { globalOptions } from '../options/globals.ts';
import type { Json } from '../report/result.ts';
import { kebab } from '../util/kebab.ts';
import { wrap } from '../util/wrap.ts';
import type { Painter } from './render/paint.ts';
import { append, maxOf } from '../util/extremes.ts';

/** How help is written. */
export interface HelpLook {
  readonly width: number;
  readonly paint: Painter;
  /** Of sentences, before they are laid out. */
  readonly words: (text: string) => string;
}

/** Columns below which there is no room for two columns. */
const NARROW = 56;

/** Columns of the left column of a table with these names. */
const leftWidth = (names: readonly string[]) => Math.min(30, maxOf(names.map((name) => name.length)) + 2);

function twoColumns(given: readonly (readonly [string, string])[], look: HelpLook): string[] {
  const { width, paint, words } = look;
  const rows = given.map(([name, says]) => [words(name), words(says)] as const);
  // On a narrow screen what is said stands below the names.
  const left = width < NARROW ? 4 : leftWidth(rows.map(([name]) => name));
  return rows.flatMap(([name, says]) => {
    const [first = '', ...rest] = wrap(says, Math.max(24, width - left - (width < NARROW ? 2 : 4)));
    const head = `  ${paint('accent', name.padEnd(left))}`;
    const lines =
      name.length >= left ? [`  ${paint('accent', name)}`, `  ${' '.repeat(left)}${first}`] : [head + first];
    return [...lines, ...rest.map((line) => `  ${' '.repeat(left)}${line}`)];
  });
}

/** `nn --help`. */
export function overview(version: string, look: HelpLook): string {
  const { paint, words } = look;
  const groups = [...new Set(commands.map(({ group }) => group))];
  const lines = [
    `${paint('strong', 'nn')} ${version}: train and inspect neural networks from your shell`,
    '',
    `${paint('strong', 'Usage')}  nn <command> [arguments] [options]`,
    '',
    paint('strong', 'Examples'),
    '  nn train nn:iris.csv',
    '  nn gen-spiral 100 3 | nn train - -o spiral.safetensors',
    "  nn shape '[[1,2,3],[4,5,6]]'",
  ];
  for (const group of groups) {
    lines.push('', paint('strong', group));
    const rows = commands
      .filter((entry) => entry.group === group)
      .map(({ name, summary }) => [name, summary] as const);
    append(lines, twoColumns(rows, look));
  }
  lines.push(
    '',
    `${paint('dim', 'nn help <command>')} shows a command's usual options, with --all every one.`,
    `${paint('dim', 'nn help --option')} says what an option does, and who has it.`,
    `${paint('dim', 'nn help <concept>')} explains bias, relu, overfitting, …`,
    `${paint('dim', 'nn help topics')} lists the concepts, layers, losses, … that nn help explains.`,
    '',
    paint('strong', 'Exit codes'),
  );
  append(lines, twoColumns(exitCodes, look));
  return `${lines.map(words).join('\n')}\n`;
}

/** Commands whose name is one of a concept too. The pages are read for these alone; a test compares the list with them. */
export const namesOfConcepts: ReadonlySet<string> = new Set([
  'shape',
  'dot',
  'forward',
  'learning-curve',
  'forecast',
  'gan',
  'runs',
  'diagnose',
]);

/**
 * By which name, in this language, a concept is found that has the name of a command, which comes first;
 * undefined when there is none.
 */
export async function conceptBeside(command: string, language: Language): Promise<string | undefined> {
  if (!namesOfConcepts.has(command)) return undefined;
  const [{ namesOf, readConcepts }, { documents }] = await Promise.all([
    import('../figures/concepts/index.ts'),
    import('./package.ts'),
  ]);
  const concepts = await readConcepts({ documents });
  const head = concepts.find(command, language);
  return (
    head &&
    [concepts.label(head.name, language), ...namesOf(head).map(kebab)].find(
      (name) => !commands.some((known) => known.name === name),
    )
  );
}

const argumentRows = ({ arguments: known }: AnyCommand) =>
  known.map(({ name, summary }) => [name, summary] as const);

/** `Usage  nn train [data] [options]`, and where the concept of this name is explained. */
function headLines({ name, arguments: known }: AnyCommand, { paint }: HelpLook, concept?: string): string[] {
  const args = known.map((one) => (one.required ? `<${one.name}>` : `[${one.name}]`)).join(' ');
  return [
    `${paint('strong', 'Usage')}  nn ${name}${args && ` ${args}`} [options]`,
    ...(concept === undefined ? [] : ['', `The concept: ${paint('accent', `nn help ${concept}`)}`]),
    '',
  ];
}

/** Examples: what they show stands behind them, or above where there is no room. */
function exampleLines(examples: readonly Example[], { width, paint, words }: HelpLook): string[] {
  const each = examples.flatMap(({ command, says }) => {
    const note = `# ${words(says)}`;
    if (command.length + note.length + 4 <= width) return [`  ${command}  ${paint('dim', note)}`];
    const above = wrap(note, Math.max(20, width - 4)).map((line, i) => `  ${i > 0 ? '# ' : ''}${line}`);
    return [...above.map((line) => paint('dim', line)), `  ${command}`];
  });
  return each.length === 0 ? [] : [paint('strong', 'Examples'), ...each, ''];
}

const isUsual = ({ usual, group }: OptionSpec<unknown>): boolean => usual ?? group === undefined;

/** Whether the short help of a command has all of its options. */
const isShort = ({ options }: AnyCommand): boolean => Object.keys(options).length <= 8;

/**
 * `nn CMD --help`: what it does, examples, the usual options, where the others are.
 *
 * @param concept by which name the concept is found that the command has its name from
 */
export function commandHelp(command: AnyCommand, look: HelpLook, concept: string | undefined): string {
  const { width, paint, words } = look;
  const [first] = command.about.split(/(?<=\.)\s+(?=[A-Z])/);
  const all = Object.entries(command.options);
  const shown = isShort(command) ? all : all.filter(([, spec]) => isUsual(spec));
  const usages = shown.map(([key, spec]) => optionUsage(key, spec));
  const args = argumentRows(command);
  const room = Math.max(24, width - leftWidth([...usages, ...args.map(([name]) => name)]) - 4);
  const rows = [
    ...args.map(([name, says]) => [name, says.length > room ? says.split(';')[0] : says] as const),
    ...shown.map(([, spec], i) => [usages[i], optionGist(spec, room)] as const),
  ];
  const left = all.length - shown.length;
  const others = left === 0 ? '' : `${left} more options, and `;
  const lines = [
    ...headLines(command, look, concept),
    ...wrap(words(first), Math.min(width, 100)),
    '',
    ...exampleLines(command.examples.slice(0, 2), look),
  ];
  if (rows.length > 0) append(lines, [paint('strong', 'Usual options'), ...twoColumns(rows, look), '']);
  append(
    lines,
    wrap(
      words(`nn help ${command.name} --all: ${others}the common ones (-o FILE, --json, …)`),
      Math.min(width, 100),
    ),
  );
  return `${lines.join('\n')}\n`;
}

/**
 * `nn CMD --help --all`: every word about it.
 *
 * @param concept by which name the concept is found that the command has its name from
 */
export function wholeHelp(command: AnyCommand, look: HelpLook, concept: string | undefined): string {
  const { width, paint, words } = look;
  const lines = [
    ...headLines(command, look, concept),
    ...command.about
      .split('\n\n')
      .flatMap((paragraph, i) => [...(i > 0 ? [''] : []), ...wrap(words(paragraph), Math.min(width, 100))]),
    '',
    ...exampleLines(command.examples, look),
  ];
  if (command.arguments.length > 0)
    append(lines, [paint('strong', 'Arguments'), ...twoColumns(argumentRows(command), look), '']);
  const sections = (specs: OptionSpecs, rest: string) => {
    for (const title of new Set(Object.values(specs).map(({ group = rest }) => group))) {
      const rows = Object.entries(specs)
        .filter(([, { group = rest }]) => group === title)
        .map(([key, spec]) => [optionUsage(key, spec), optionMeaning(spec)] as const);
      append(lines, [paint('strong', title), ...twoColumns(rows, look), '']);
    }
  };
  sections(command.options, 'Options');
  sections(globalOptions, 'Common options');
  append(lines, [paint('strong', 'Exit codes'), ...twoColumns(exitCodes, look)]);
  return `${lines.join('\n')}\n`;
}

/** A command as data: `nn help train --json`. */
export const helpJson = ({ name, about, arguments: known, options, examples }: AnyCommand): Json => ({
  kind: 'command',
  name,
  about,
  arguments: known.map((one) => ({ ...one, variadic: one.variadic === true })),
  options: [...Object.entries(options), ...Object.entries<OptionSpec<unknown>>(globalOptions)].map(
    ([key, spec]) => optionJson(key, spec),
  ),
  examples: examples.map((one) => ({ ...one })),
  exit_codes: Object.fromEntries(exitCodes),
});
