import { setFlagsFromString, getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { inputError } from '../errors.ts';

/** Share of the heap's limit that may be in use; V8 ends the process, with a trace of its stack, when it is full. */
const MOST = 0.85;

/** Frees what is no longer used, so that what is counted after it is in use. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
}

/** What of the limit is for objects that are young: three halves of 16 MB. */
const YOUNG = 48 * 2 ** 20;

const used = () => {
  const { used_heap_size: now, heap_size_limit: all } = getHeapStatistics();
  const limit = Math.max(all - YOUNG, all / 4);
  return { limit, full: now > MOST * limit };
};

/**
 * Asked while a file is read, before more of it is kept.
 *
 * @throws NnError('input') when the heap of JavaScript is nearly full
 */
export function checkHeap(source: string): void {
  if (!used().full) return;
  collectGarbage();
  const { limit, full } = used();
  if (!full) return;
  throw inputError(
    `there is not enough memory for it: the ${Math.round(limit / 2 ** 20)} MB of JavaScript are nearly full`,
    {
      where: { source },
      hint: 'NODE_OPTIONS=--max-old-space-size=8000 allows 8000 MB; nn train --stream reads an NPY file larger than memory',
    },
  );
}
