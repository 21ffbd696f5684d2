import { availableParallelism, cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import packageJson from '../../package.json' with { type: 'json' };
import { usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { BlasSearch } from '../kernels/blas/library.ts';
import { toAscii } from '../util/ascii.ts';
import { findBlas } from './blas.ts';
import {
  asset,
  checkWritable,
  createFolder,
  folders,
  createRunFolder,
  removeFolder,
  removeStale,
  writeWhole,
} from './files.ts';
import { liveBlock } from './live.ts';
import { rowFormat } from './output.ts';
import { paintText, plainPainter } from './render/paint.ts';
import type { Painter } from './render/paint.ts';
import { members, openFile, openRandom, openStdin, stdinIsGiven } from './sources.ts';
import { heightOf, widthOf } from './width.ts';

/** Node 20 knows relaxed SIMD behind a flag only; later versions have it and do not know the flag. */
function allowRelaxedSimd(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** The world of a command on this machine. */
export function createContext(
  { argv, global }: { argv: readonly string[]; global: GlobalOptions },
  paint: Painter,
  interrupt: { requested: boolean },
): Context {
  allowRelaxedSimd();
  const now = () => performance.now();
  const signs = global.ascii ? toAscii : (text: string) => text;
  const note = (line: string) => {
    if (!global.quiet) process.stderr.write(`${signs(line)}\n`);
  };
  let search: BlasSearch | undefined;
  const open = async (argument: string | undefined, { digest = false } = {}) => {
    if (argument !== undefined && argument !== '-') return { ...(await openFile(argument, digest)), note };
    if (argument === '-' || stdinIsGiven()) return { ...openStdin(digest), note };
    throw usageError('no data: neither a file nor a pipe was given', {
      hint: 'name a file, or pipe into the command: nn gen-spiral 100 3 | nn …',
    });
  };
  return {
    global,
    argv,
    version: packageJson.version,
    async again(words) {
      const { readCommandLine } = await import('./program.ts');
      const request = await readCommandLine(words);
      if (request.kind !== 'run') throw usageError(`expected a command to run, found nn ${words.join(' ')}`);
      const { args, options, global: others } = request;
      return { args, options, context: createContext({ argv: words, global: others }, paint, interrupt) };
    },
    files: {
      open,
      openRandom,
      members,
      hasPipe: stdinIsGiven,
      exists: async (path) => (await import('node:fs')).existsSync(path),
      async write(path, data, options) {
        await checkWritable(path, (options?.replace ?? false) || global.force);
        await writeWhole(path, data);
      },
      checkWritable: (path, options) => checkWritable(path, (options?.replace ?? false) || global.force),
      createRunFolder,
      folders,
      createFolder,
      removeFolder,
      removeStale,
      asset,
    },
    screen: {
      width: widthOf(process.stdout),
      height: heightOf(process.stdout),
      ascii: global.ascii,
      onScreen: process.stdout.isTTY,
      talkInColour: paint !== plainPainter,
      interactive: process.stderr.isTTY && !global.quiet,
      rowFormat: rowFormat(global),
      note,
      warn(line) {
        process.stderr.write(`${paint('warn', 'warning:')} ${signs(line)}\n`);
      },
      live: () => liveBlock(process.stderr, now, (line) => signs(paintText(line, paint))),
    },
    clock: {
      now,
      today: () => new Date().toISOString(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      interrupt,
    },
    jobs: {
      async run(next, done) {
        const { runJobs } = await import('./jobs.ts');
        return runJobs(global, interrupt, next, done);
      },
    },
    machine: {
      facts: () => ({
        node: process.versions.node,
        platform: process.platform,
        arch: process.arch,
        processor: cpus()[0]?.model.trim() || undefined,
        cores: availableParallelism(),
      }),
      async threads() {
        const { machineThreads } = await import('./threads.ts');
        return machineThreads(global.threads);
      },
      blas: () => (search ??= findBlas()),
      rasterize: async (svg) => (await import('./rasterize.ts')).rasterize(svg),
    },
  };
}
