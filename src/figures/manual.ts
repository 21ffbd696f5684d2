import { optionMeaning, optionUsage } from '../options/describe.ts';
import { environmentRows } from '../options/environment.ts';
import { exitCodes } from '../options/exitCodes.ts';
import type { ArgumentSpec, Example, OptionSpec, OptionSpecs } from '../options/define.ts';
import { globalOptions } from '../options/globals.ts';

/** A command as a manual describes it. */
export interface Described {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  readonly about: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: OptionSpecs;
  readonly examples: readonly Example[];
}

/** The number of a character as roff takes it: four digits or more. */
const hex = (sign: string) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** A text in roff: what would be a request, an escape or another dash there is not. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/[^\0-\x7F]/gu, (sign) => `\\[u${hex(sign)}]`)
    .replaceAll(/^[.']/gm, '\\&$&');

const bold = (text: string) => `\\fB${roff(text)}\\fP`;

/** Names, each with what it means below it. */
const entries = (pairs: readonly (readonly [string, string])[]): string[] =>
  pairs.flatMap(([name, says]) => ['.TP', bold(name), roff(says)]);

const title = (name: string, version: string) => [
  `.TH ${name.toUpperCase()} 1 "" "nn ${version}" "nn manual"`,
  '.SH NAME',
];

/** Commands in lines that can be copied. */
const exampleLines = (examples: readonly Example[]): string[] =>
  examples.flatMap(({ command, says }) => [
    '.PP',
    roff(`${says}:`),
    '.PP',
    '.nf',
    '.RS',
    roff(command),
    '.RE',
    '.fi',
  ]);

const endLines = ['.SH EXIT STATUS', ...entries(exitCodes), '.SH ENVIRONMENT', ...entries(environmentRows)];

/** Options below their headings. */
function optionLines(specs: OptionSpecs, rest: string): string[] {
  const groups = new Map<string, [string, OptionSpec<unknown>][]>();
  for (const [key, spec] of Object.entries(specs)) {
    const { group = rest } = spec;
    groups.set(group, [...(groups.get(group) ?? []), [key, spec]]);
  }
  return [...groups].flatMap(([group, all]) => [
    `.SS ${roff(group)}`,
    ...entries(all.map(([key, spec]) => [optionUsage(key, spec), optionMeaning(spec)])),
  ]);
}

/** `nn-train.1`. */
export function commandManual(command: Described, version: string): string {
  const args = command.arguments.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`));
  return `${[
    ...title(`nn-${command.name}`, version),
    roff(`nn-${command.name} - ${command.summary}`),
    '.SH SYNOPSIS',
    `${bold(`nn ${command.name}`)} ${roff([...args, '[options]'].join(' '))}`,
    '.SH DESCRIPTION',
    ...command.about.split('\n\n').flatMap((paragraph) => ['.PP', roff(paragraph)]),
    ...(command.arguments.length === 0
      ? []
      : ['.SH ARGUMENTS', ...entries(command.arguments.map(({ name, summary }) => [name, summary]))]),
    '.SH OPTIONS',
    ...optionLines(command.options, 'Options'),
    ...optionLines(globalOptions, 'Common options'),
    '.SH EXAMPLES',
    ...exampleLines(command.examples),
    ...endLines,
    '.SH SEE ALSO',
    bold('nn(1)'),
  ].join('\n')}\n`;
}

/** `nn.1`, which names all commands. */
export function programManual(commands: readonly Described[], version: string): string {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return `${[
    ...title('nn', version),
    roff('nn - train and inspect neural networks from your shell'),
    '.SH SYNOPSIS',
    `${bold('nn')} ${roff('<command> [arguments] [options]')}`,
    '.SH DESCRIPTION',
    '.PP',
    roff(
      'Reads CSV, TSV, JSON, JSON Lines, NPY, NPZ, IDX, Parquet, Arrow, Excel and images, from files or pipes; trains networks, shows what is in them, and explains every number. Results go to stdout, everything else to stderr. nn help NAME explains a command, an option, a layer or a concept.',
    ),
    '.SH COMMANDS',
    ...groups.flatMap((group) => [
      `.SS ${roff(group)}`,
      ...entries(
        commands.filter((one) => one.group === group).map(({ name, summary }) => [`nn-${name}(1)`, summary]),
      ),
    ]),
    '.SH OPTIONS',
    ...optionLines(globalOptions, 'Of every command'),
    ...endLines,
  ].join('\n')}\n`;
}
