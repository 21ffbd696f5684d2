import { commands } from '../commands/index.ts';
import type { AnyCommand } from '../commands/define.ts';
import type { OptionSpecs } from '../options/define.ts';
import type { Language } from '../figures/concepts/language.ts';
import { optionMeaning, optionUsage } from '../options/describe.ts';
import { globalOptions } from '../options/globals.ts';
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

function twoColumns(given: readonly (readonly [string, string])[], look: HelpLook): string[] {
  const { width, paint, words } = look;
  const rows = given.map(([name, says]) => [words(name), words(says)] as const);
  const left = Math.min(30, maxOf(rows.map(([name]) => name.length)) + 2);
  return rows.flatMap(([name, says]) => {
    const [first = '', ...rest] = wrap(says, Math.max(24, width - left - 4));
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
    paint('strong', 'Examples'),
    '  nn train nn:iris.csv',
    '  nn gen-spiral 100 3 | nn train - -o spiral.safetensors',
    "  nn shape '[[1,2,3],[4,5,6]]'",
    '',
    `${paint('dim', 'nn help <command>')} shows a command's options.`,
    `${paint('dim', 'nn help <concept>')} explains bias, relu, overfitting, …`,
    `${paint('dim', 'nn help topics')} lists the concepts, layers, losses, … that nn help explains.`,
  );
  return `${lines.map(words).join('\n')}\n`;
}

/**
 * By which name, in this language, a concept is found that has the name of a command, which comes first;
 * undefined when there is none.
 */
export async function conceptBeside(command: string, language: Language): Promise<string | undefined> {
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

/**
 * `nn CMD --help`.
 *
 * @param concept by which name the concept is found that the command has its name from
 */
export function commandHelp(command: AnyCommand, look: HelpLook, concept: string | undefined): string {
  const { width, paint, words } = look;
  const args = command.arguments
    .map(({ name, required }) => (required ? `<${name}>` : `[${name}]`))
    .join(' ');
  const lines = [
    `${paint('strong', 'Usage')}  nn ${command.name}${args && ` ${args}`} [options]`,
    ...(concept === undefined ? [] : ['', `The concept: ${paint('accent', `nn help ${concept}`)}`]),
    '',
    ...command.about
      .split('\n\n')
      .flatMap((paragraph, i) => [...(i > 0 ? [''] : []), ...wrap(words(paragraph), Math.min(width, 100))]),
  ];
  if (command.arguments.length > 0) {
    lines.push('', paint('strong', 'Arguments'));
    append(
      lines,
      twoColumns(
        command.arguments.map(({ name, summary }) => [name, summary] as const),
        look,
      ),
    );
  }
  const sections = (specs: OptionSpecs, rest: string) => {
    for (const title of new Set(Object.values(specs).map(({ group = rest }) => group))) {
      const rows = Object.entries(specs)
        .filter(([, { group = rest }]) => group === title)
        .map(([key, spec]) => [optionUsage(key, spec), optionMeaning(spec)] as const);
      append(lines, ['', paint('strong', title), ...twoColumns(rows, look)]);
    }
  };
  sections(command.options, 'Options');
  sections(globalOptions, 'Common options');
  lines.push('', paint('strong', 'Examples'));
  for (const { command: line, says } of command.examples)
    lines.push(`  ${paint('dim', `# ${words(says)}`)}`, `  ${line}`);
  return `${lines.join('\n')}\n`;
}
