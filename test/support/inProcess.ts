import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as CommandLine from '../../src/cli/commandLine.ts';
import type { Disk } from '../../src/cli/disk.ts';
import type { Input, Output } from '../../src/cli/world.ts';

/** What `npm run build` made, the same code that bin/nn.js starts. */
const built = pathToFileURL(fileURLToPath(new URL('../../dist/commandLine.cjs', import.meta.url))).href;

/**
 * The environment of a golden case: no colours, no width of a terminal, English, whatever the tests were started from.
 */
export function caseEnvironment(): Record<string, string | undefined> {
  const { NODE_EXTRA_CA_CERTS: _, FORCE_COLOR: __, COLUMNS: ___, NN_CONFIG: ____, ...env } = process.env;
  return { ...env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
}

/** Takes what is written. */
export type Sink = (data: string | Uint8Array) => void;

const outputTo = (sink: Sink, columns = 0): Output => ({
  isTTY: columns > 0,
  columns,
  rows: 0,
  write(data) {
    sink(data);
    return true;
  },
  once: () => {},
});

/** Bytes that a pipe holds at a time on Linux. */
const PIPE = 65_536;

/** Standard input: a pipe that gives these bytes, or /dev/null. */
const inputFrom = (bytes: Uint8Array | undefined): Input => ({
  given: () => bytes !== undefined,
  open: () => ({
    live: true,
    async *chunks() {
      for (let at = 0; at < (bytes?.length ?? 0); at += PIPE)
        yield Uint8Array.from(bytes!.subarray(at, at + PIPE));
    },
  }),
});

/** Runs the built program in this process, in the current folder; resolves to its exit code. */
export async function runInProcess(
  argv: readonly string[],
  {
    input,
    env,
    stdout,
    stderr,
    columns,
    talking,
    disk,
  }: {
    readonly input: Uint8Array | undefined;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly stdout: Sink;
    readonly stderr: Sink;
    /** Width of the terminal that stdout is; a pipe when absent. */
    readonly columns?: number | undefined;
    /** Width of the terminal that stderr is; a pipe when absent. */
    readonly talking?: number | undefined;
    /** What files are written through. */
    readonly disk?: Disk | undefined;
  },
): Promise<number> {
  const { runCommandLine } = (await import(built)) as typeof CommandLine;
  const ends: (() => Promise<unknown>)[] = [];
  const code = await runCommandLine(argv, {
    stdin: inputFrom(input),
    stdout: outputTo(stdout, columns),
    stderr: outputTo(stderr, talking),
    env,
    ...(disk && { disk }),
    onInterrupt: () => {},
    onEnd: (end) => ends.push(end),
    exit: (code) => {
      throw new Error(`the program wanted to end at once with ${code}`);
    },
  });
  await Promise.all(ends.map((end) => end()));
  return code;
}
