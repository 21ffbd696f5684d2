import { NnError } from '../errors.ts';
import { visible, visibleLines, visibleQuotes } from '../util/visible.ts';
import type { Painter } from './render/paint.ts';
import { refusedBySystem } from './refused.ts';

const codes = { usage: 2, input: 2, failed: 1, interrupted: 130 } as const;

function placeOf(error: NnError): string {
  const { source, line, column } = error.where ?? {};
  const parts = [source === undefined ? source : visible(source), line, column].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? '' : `${parts.join(':')}: `;
}

/** The text for stderr and the exit code of anything thrown. A defect of the program itself ends with 70. */
export function describeFailure(
  error: unknown,
  paint: Painter,
  verbose: boolean,
): { text: string; code: number } {
  if (error instanceof NnError) {
    const hint = error.hint === undefined ? '' : `${paint('accent', 'hint:')} ${visible(error.hint)}\n`;
    return {
      text: `${paint('bad', 'error:')} ${placeOf(error)}${error.ownLines ? visibleQuotes(error.message) : visible(error.message)}\n${hint}`,
      code: codes[error.kind],
    };
  }
  const refused = refusedBySystem(error);
  if (refused !== undefined)
    return { text: `${paint('bad', 'error:')} ${visible(refused)}\n`, code: codes.input };
  const message = error instanceof Error ? error.message : String(error);
  const stack = verbose && error instanceof Error ? `${error.stack}\n` : '';
  return {
    text: `${paint('bad', 'error:')} nn itself failed: ${visibleLines(message)}\n${visibleLines(stack)}${paint('accent', 'hint:')} please report this, with the output of the same command and -v\n`,
    code: 70,
  };
}
