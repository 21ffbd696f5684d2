import type { Verdict } from '../explain/diagnosis/define.ts';
import { optionText, printSpec, withOptions } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import type { Block, Json } from '../report/result.ts';
import { hanging } from '../util/wrap.ts';
import { visible } from '../util/visible.ts';

const title = ({ name, since }: Verdict) => (since === undefined ? name : `${name} since epoch ${since}`);

/** A verdict in a line, with the first remedy that is an option. */
export function inShort(verdict: Verdict): string {
  const patch = verdict.remedies.find((remedy) => remedy.patch !== undefined)?.patch;
  return patch ? `${title(verdict)}; try ${optionText(patch)}` : title(verdict);
}

/**
 * A verdict with its evidence and what to try.
 *
 * @param spec the run that it is about
 * @param width letters in a line at most; a command stays whole
 */
export function verdictBlocks(verdict: Verdict, { source, options }: RunSpec, width: number): Block[] {
  const remedies = verdict.remedies.flatMap(({ sentence, patch }) => [
    ...hanging('  - ', sentence, width),
    ...(patch === undefined
      ? []
      : [`      ${visible(printSpec({ source, options: withOptions(options, patch) }))}`]),
  ]);
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
    remedies: remedies.map(({ sentence, patch }) => ({
      sentence,
      ...(patch !== undefined && { options: optionText(patch) }),
    })),
  };
}
