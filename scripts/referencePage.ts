import { format, resolveConfig } from 'prettier';
import type { Described } from '../src/figures/manual.ts';
import type { OptionSpec, OptionSpecs } from '../src/options/define.ts';
import { optionMeaning, optionUsage } from '../src/options/describe.ts';
import { environmentRows } from '../src/options/environment.ts';
import { exitCodes } from '../src/options/exitCodes.ts';
import { globalOptions } from '../src/options/globals.ts';

/** Text in a cell of a table or in a line: no sign of it means anything to Markdown. */
const prose = (text: string) => text.replaceAll(/[|<>*_[\]\\`]/g, String.raw`\$&`);
const code = (text: string) => `\`${text.replaceAll('|', String.raw`\|`)}\``;

const table = (head: readonly [string, string], rows: readonly (readonly [string, string])[]) =>
  [`| ${head.join(' | ')} |`, '| --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n');

/** Options in the tables of their headings, those without one first. */
function optionTables(specs: OptionSpecs): string[] {
  const groups = new Map<string, [string, OptionSpec<unknown>][]>();
  for (const [key, spec] of Object.entries(specs)) {
    const { group = '' } = spec;
    groups.set(group, [...(groups.get(group) ?? []), [key, spec]]);
  }
  return [...groups].map(([group, options]) =>
    table(
      [group || 'option', 'does'],
      options.map(([key, spec]) => [code(optionUsage(key, spec)), prose(optionMeaning(spec))]),
    ),
  );
}

function commandSection(command: Described): string[] {
  const args = command.arguments.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`));
  return [
    `### nn ${command.name}`,
    code(['nn', command.name, ...args, '[options]'].join(' ')),
    prose(command.about),
    ...(command.arguments.length === 0
      ? []
      : [
          table(
            ['argument', 'is'],
            command.arguments.map(({ name, summary }) => [code(name), prose(summary)]),
          ),
        ]),
    ...optionTables(command.options),
    ...(command.examples.length === 0
      ? []
      : [
          'Examples:',
          command.examples.map(({ command: line, says }) => `- ${prose(says)}: ${code(line)}`).join('\n'),
        ]),
  ];
}

/** docs/reference.md: every command, argument and option. */
export async function referencePage(commands: readonly Described[]): Promise<string> {
  const groups = [...new Set(commands.map(({ group }) => group))];
  const text = [
    '# Reference',
    '<!-- Written by npm run reference from the records of the commands. -->',
    'Every command and option, as `nn help COMMAND --all` and `man nn-COMMAND` show them. `nn help --option` says what one option does and which concepts it belongs to; `nn help NAME` explains a layer, activation, loss, optimizer, metric or [concept](concepts/en).',
    groups
      .map((group) => {
        const names = commands
          .filter((one) => one.group === group)
          .map(({ name }) => `[${name}](#nn-${name})`);
        return `- ${group}: ${names.join(', ')}`;
      })
      .join('\n'),
    '## Common options',
    'Every command has them.',
    ...optionTables(globalOptions),
    '## Exit codes',
    table(
      ['code', 'when'],
      exitCodes.map(([name, says]) => [code(name), prose(says)]),
    ),
    '## Environment',
    table(
      ['variable', 'is'],
      environmentRows.map(([name, says]) => [code(name), prose(says)]),
    ),
    ...groups.flatMap((group) => [
      `## ${group}`,
      ...commands.filter((one) => one.group === group).flatMap(commandSection),
    ]),
  ].join('\n\n');
  const config = await resolveConfig(new URL('../package.json', import.meta.url));
  return format(text, { ...config, parser: 'markdown' });
}
