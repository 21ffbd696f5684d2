import { NnError } from '../../../../src/errors.ts';
import { expectSame } from '../../define.ts';
import type { Target } from '../../define.ts';
import { textBytes } from '../../source.ts';
import { valueText } from './define.ts';
import type { Parser } from './define.ts';
import { languages } from './languages.ts';
import { optionParsers } from './options.ts';

let found: Promise<readonly Parser[]> | undefined;
const parsers = () => (found ??= optionParsers().then((own) => [...own, ...languages]));

/** The parser that an input names in its first line; where its name is damaged, another one. */
function parserFor(all: readonly Parser[], name: string): Parser {
  const sum = textBytes(name).reduce((total, byte) => total + byte, 0);
  return all.find((one) => one.name === name) ?? all[sum % all.length];
}

function expectRewritten({ name, parse, write }: Parser, value: unknown): void {
  const written = write?.(value as never);
  if (written === undefined) return;
  let again: unknown;
  try {
    again = parse(written);
  } catch (error) {
    if (!(error instanceof NnError)) throw error;
    expectSame(`${written}: ${error.message}`, valueText(value), `${name}, written`);
  }
  expectSame(valueText(again), valueText(value), `${name}, written as ${written} and read again`);
}

/** The values of all options and their small languages; the first line of an input names the option. */
export const options: Target = {
  name: 'options',
  words: [
    'warmup=',
    'every=',
    ':',
    ',',
    '=',
    'recall:a',
    'noise:0.1',
    '0.5',
    'step',
    '..',
    '{',
    '}',
    '::',
    'GB',
  ],
  seeds: async () =>
    (await parsers()).flatMap(({ name, texts }) => texts.map((text) => textBytes(`${name}\n${text}`))),
  async run(input) {
    const whole = new TextDecoder().decode(input);
    const end = whole.indexOf('\n');
    const parser = parserFor(await parsers(), whole.slice(0, Math.max(0, end)));
    const text = whole.slice(end + 1);
    const value = parser.parse(text);
    expectSame(valueText(parser.parse(text)), valueText(value), `${parser.name}, read twice`);
    expectRewritten(parser, value);
  },
};
