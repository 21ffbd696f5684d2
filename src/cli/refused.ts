import { reasonOf } from './errno.ts';

/** What is said where there is not enough memory, by V8 and by WebAssembly. */
const MEMORY =
  /allocation failed|invalid (?:typed )?array (?:buffer )?length(?!: -)|could not (?:allocate|grow) memory|out of memory/i;

/** Why the system refused what was asked of it; undefined where it was no refusal. */
export function refusedBySystem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('syscall' in error && 'code' in error) {
    const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
    return `${path}the system refuses ${String(error.syscall)}: ${reasonOf(error)}`;
  }
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'there is not enough memory for a thread';
  const thread = /^Worker initialization failure: (E[A-Z]+)$/.exec(error.message)?.[1];
  if (thread !== undefined)
    return `the system refuses a thread: ${reasonOf(Object.assign(new Error(), { code: thread }))}`;
  if (error instanceof RangeError && MEMORY.test(error.message))
    return 'there is not enough memory (ulimit -v limits it; --kernels reference needs less of it)';
  return undefined;
}
