import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { usageError } from '../errors.ts';
import type { Interrupt } from '../host/clock.ts';
import type { Context } from '../host/context.ts';
import type { Files } from '../host/files.ts';
import type { Machine } from '../host/machine.ts';
import type { Screen } from '../host/screen.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { BlasSearch } from '../kernels/blas/library.ts';
import { inOneLine } from '../report/oneLine.ts';
import { textToAscii, toAscii } from '../util/ascii.ts';
import { spellsArray } from '../tensor/literal/detect.ts';
import { lazy } from '../util/lazy.ts';
import { visible } from '../util/visible.ts';
import { findBlas } from './blas.ts';
import { milliseconds, steadyClock } from './clock.ts';
import { machineDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { checkWritable, createFolder, createRunFolder, folders, removeFolder } from './files.ts';
import { liveScreen } from './liveScreen.ts';
import { noSteps, stepsOf } from './steps.ts';
import { keepRelaxedSimd, withRelaxedSimd } from './relaxedSimd.ts';
import { localeOf } from './locale.ts';
import { isInUse, lockFolder, unlockFolder } from './lock.ts';
import { memoryLimit } from './memory.ts';
import { rowFormat } from './output.ts';
import { paintText, plainPainter } from './render/paint.ts';
import type { Painter } from './render/paint.ts';
import { asset, documents, shippedNames } from './package.ts';
import { fileExists, members, openFile, openRandom, openStdin, textSource } from './sources.ts';
import { heightOf, isScreen, widthOf } from './width.ts';
import type { World } from './world.ts';
import { removeStale, writeWhole } from './writing.ts';
import { isolated } from '../util/isolate.ts';
import { breaksLinesAnew, takesLiveLines } from './terminal.ts';
import type { ByteSource } from '../formats/define.ts';
import type { JobAnswer } from '../train/job.ts';
import { withProgress } from './reading.ts';

/** What a context is made of besides its command line. */
interface Surroundings {
  readonly world: World;
  /** For what is said on stderr. */
  readonly paint: Painter;
  readonly interrupt: Interrupt;
}

function screenOf(global: GlobalOptions, { world, paint }: Surroundings): Screen {
  const { stdout, stderr, env } = world;
  const signs = global.ascii ? toAscii : (text: string) => text;
  const words = global.ascii ? textToAscii : (text: string) => text;
  const block = liveScreen({
    stream: stderr,
    columns: () => widthOf(stderr, env),
    now: milliseconds,
    ...(global.ascii && { signs }),
    show: (line) => isolated(paintText(inOneLine(line), paint)),
    anew: breaksLinesAnew(env),
  });
  const noteWidth = isScreen(stderr, env) ? widthOf(stderr, env) : Infinity;
  const said = (line: string) => words(visible(line));
  const interactive = takesLiveLines(stderr, env) && !global.quiet;
  return {
    get width() {
      return widthOf(stdout, env);
    },
    noteWidth,
    get height() {
      return heightOf(stdout);
    },
    locale: localeOf(env),
    ascii: global.ascii,
    onScreen: stdout.isTTY,
    talkInColour: paint !== plainPainter,
    interactive,
    rowFormat: rowFormat(global, stdout),
    note(line) {
      if (!global.quiet) block.above(() => stderr.write(`${said(line)}\n`));
    },
    warn(line) {
      block.above(() => stderr.write(`${paint('warn', 'warning:')} ${said(line)}\n`));
    },
    live: () => block.open(),
    keys: async (pressed) => (interactive ? world.keys?.(pressed) : undefined),
    steps: (what, total, show) =>
      interactive
        ? stepsOf(
            { what, total, show },
            { open: () => block.open(true), now: milliseconds, width: widthOf(stderr, env) },
          )
        : noSteps,
  };
}

/** What is written, and where. */
function writingOf(force: boolean, disk: Disk, screen: Screen) {
  /** Names that were free when the command began. */
  const free = new Set<string>();
  const check = async (file: string, replace: boolean) => {
    if (await checkWritable(file, replace || force, disk)) free.add(file);
  };
  return {
    async write(file, data, { replace = false, noFollow = false } = {}) {
      if (!noFollow && !free.has(file)) await check(file, replace);
      const written = await writeWhole(file, data, { replace: replace || force, noFollow }, disk);
      if (written !== file)
        screen.warn(`${file} came into being meanwhile and is left alone: see ${written}`);
      return written;
    },
    async rescue(file, data) {
      for (const folder of ['.', tmpdir()])
        try {
          return await writeWhole(path.join(folder, path.basename(file)), data, { replace: false }, disk);
        } catch {
          // The next one may take it.
        }
      return undefined;
    },
    checkWritable: (file, { replace = false } = {}) => check(file, replace),
    createRunFolder: (name) => createRunFolder(name, disk),
    folders: (folder) => folders(folder, disk),
    createFolder: (folder) => createFolder(folder, disk),
    removeFolder: (folder) => removeFolder(folder, disk),
    async lock(folder) {
      const gone = await lockFolder(folder, disk);
      if (gone !== undefined)
        screen.note(`process ${gone}, which wrote in ${folder}, is gone: goes on from what it left`);
      await removeStale(folder, true, disk);
    },
    unlock: (folder) => unlockFolder(folder, disk),
    inUse: (folder) => isInUse(folder, disk),
  } satisfies Partial<Files>;
}

function filesOf({ force, maxMemory }: GlobalOptions, { world }: Surroundings, screen: Screen): Files {
  const { stdin, disk = machineDisk } = world;
  const note = (line: string) => screen.note(line);
  const memory = memoryLimit(maxMemory);
  const told = (source: ByteSource) => ({ ...withProgress(source, screen), note });
  return {
    memory,
    async open(argument, { digest = false, position } = {}) {
      if (argument !== undefined && spellsArray(argument) && !(await fileExists(argument))) {
        const name = position === undefined ? 'array' : `argument ${position}`;
        return { ...textSource(argument, name, digest, memory), note };
      }
      if (argument !== undefined && argument !== '-') return told(await openFile(argument, digest, memory));
      if (argument === '-' || stdin.given()) return told(openStdin(stdin, digest, memory));
      throw usageError('no data: neither a file nor a pipe was given', {
        hint: 'name a file, or pipe into the command: nn gen-spiral 100 3 | nn …',
      });
    },
    openRandom,
    members,
    hasPipe: () => stdin.given(),
    exists: fileExists,
    ...writingOf(force, disk, screen),
    shipped: shippedNames,
    asset,
    documents,
  };
}

function machineOf(global: GlobalOptions, { world }: Surroundings): Machine {
  const { threads } = global;
  let search: BlasSearch | undefined;
  return {
    facts: () => ({
      node: process.versions.node,
      platform: process.platform,
      arch: process.arch,
      processor: cpus()[0]?.model.trim() || undefined,
      cores: availableParallelism(),
    }),
    async surroundings() {
      const { surroundingsOf } = await import('./surroundings.ts');
      return surroundingsOf(global, world);
    },
    withWasm: withRelaxedSimd,
    async threads() {
      const { machineThreads } = await import('./threads.ts');
      return machineThreads(threads, world.onEnd);
    },
    blas: () => (search ??= findBlas()),
    rasterize: async (svg) => (await import('./rasterize.ts')).rasterize(svg),
  };
}

/** Commands that ask for no time do without what Node.js loads for it. */
const steady = lazy(() => steadyClock());

/** The ports of a command to this machine. */
export function createContext(global: GlobalOptions, surroundings: Surroundings): Context {
  const { interrupt } = surroundings;
  const screen = screenOf(global, surroundings);
  return {
    global,
    version: packageJson.version,
    files: filesOf(global, surroundings, screen),
    screen,
    clock: {
      now: () => steady()(),
      today: () => new Date().toISOString(),
      pause: (ms) =>
        new Promise((resolve) => (ms === undefined ? setImmediate(resolve) : setTimeout(resolve, ms))),
      interrupt,
    },
    jobs: {
      async run(next, done, work) {
        keepRelaxedSimd();
        const { runJobs } = await import('./jobs.ts');
        if (!work) return runJobs(global, interrupt, next, done);
        const steps = screen.steps(work.what, work.total);
        let ended = work.before ?? 0;
        steps.at(ended);
        const told = async (index: number, answer: JobAnswer) => {
          await done(index, answer);
          steps.at(++ended);
        };
        return runJobs(global, interrupt, next, told).finally(() => steps.done());
      },
    },
    machine: machineOf(global, surroundings),
  };
}
