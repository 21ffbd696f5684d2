import { usageError } from '../errors.ts';
import type { Result } from '../report/result.ts';
import type { Screen } from '../host/screen.ts';

/**
 * A web page on stdout.
 *
 * @throws NnError('usage') where somebody would see its source on the screen
 */
export function pageResult({ onScreen }: Screen, page: string): Result {
  if (onScreen)
    throw usageError('a page is for a browser, and stdout is a terminal', {
      hint: 'write it to a file with -o page.html, or redirect it: > page.html',
    });
  const text = async function* () {
    yield page;
  };
  return { blocks: () => [], text };
}
