import type { Verdict } from '../explain/diagnosis/define.ts';
import type { Block, Json } from '../report/result.ts';
import { shellWord, shellWords } from '../util/shell.ts';
import { withOptions } from './words.ts';

const title = ({ name, since }: Verdict) => (since === undefined ? name : `${name} since epoch ${since}`);

/** A verdict in a line, with the first remedy that is an option. */
export function inShort(verdict: Verdict): string {
  const first = verdict.remedies.find(({ options }) => options !== undefined);
  return first ? `${title(verdict)}; try ${first.options}` : title(verdict);
}

/** A command line as a shell takes it. */
export const commandLine = (words: readonly string[]) => ['nn', ...words].map(shellWord).join(' ');

/**
 * A verdict with its evidence and what to try.
 *
 * @param words of the run that it is about, after `nn`
 */
export function verdictBlocks(verdict: Verdict, words: readonly string[]): Block[] {
  const remedies = verdict.remedies.map(({ sentence, options }) =>
    options === undefined
      ? `  - ${sentence}`
      : `  - ${sentence}\n      ${commandLine(withOptions(words, shellWords(options)))}`,
  );
  return [
    { kind: 'heading', text: title(verdict) },
    { kind: 'text', text: verdict.evidence },
    ...(remedies.length > 0 ? [{ kind: 'preformatted' as const, text: remedies.join('\n') }] : []),
  ];
}

export function verdictJson({ name, since, evidence, remedies }: Verdict): Json {
  return {
    name,
    ...(since !== undefined && { since }),
    evidence,
    remedies: remedies.map(({ sentence, options }) => ({
      sentence,
      ...(options !== undefined && { options }),
    })),
  };
}
