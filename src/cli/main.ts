import packageJson from '../../package.json' with { type: 'json' };
import { toAscii } from '../util/ascii.ts';
import { closeStreams } from './chunks.ts';
import { describeFailure } from './failures.ts';
import { plainPainter } from './render/paint.ts';
import type { Painter } from './render/paint.ts';
import { widthOf } from './width.ts';

function wantsColour(argv: readonly string[], stream: NodeJS.WriteStream): boolean {
  const at = argv.findIndex((arg) => arg === '--color' || arg.startsWith('--color='));
  const chosen = at < 0 ? 'auto' : (argv[at].split('=')[1] ?? argv[at + 1]);
  if (chosen === 'always') return true;
  if (chosen === 'never' || process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR && process.env.FORCE_COLOR !== '0') return true;
  return stream.isTTY && process.env.TERM !== 'dumb';
}

async function painterFor(argv: readonly string[], stream: NodeJS.WriteStream): Promise<Painter> {
  if (!wantsColour(argv, stream)) return plainPainter;
  return (await import('./render/paint.ts')).colourPainter();
}

async function run(argv: readonly string[]): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    process.stdout.write(`nn ${packageJson.version}\n`);
    return 0;
  }
  const { readCommandLine } = await import('./program.ts');
  const request = await readCommandLine(argv);
  const paint = await painterFor(argv, process.stdout);
  const width = Math.min(widthOf(process.stdout), 100);
  if (request.kind !== 'run') {
    const { commandHelp, overview } = await import('./help.ts');
    const help =
      request.kind === 'help'
        ? commandHelp(request.command, width, paint)
        : overview(packageJson.version, width, paint);
    process.stdout.write(argv.includes('--ascii') ? toAscii(help) : help);
    return 0;
  }
  const interrupt = { requested: false };
  const { removeTemporary } = await import('./files.ts');
  // The first Ctrl-C (the kill of a batch system, a closed terminal) lets training finish its step; a second one ends at once.
  const stop = () => {
    if (interrupt.requested || !request.command.interruptible) {
      if (process.stderr.isTTY) process.stderr.write('\u001B[?25h');
      void removeTemporary().finally(() => process.exit(130));
    }
    interrupt.requested = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  const { createContext } = await import('./context.ts');
  const errorPaint = await painterFor(argv, process.stderr);
  const context = createContext({ argv, global: request.global }, errorPaint, interrupt);
  const result = await request.command.run(context, { args: request.args, options: request.options });
  const { showResult } = await import('./output.ts');
  await showResult(result, request.global, paint, ['nn', ...argv].join(' '));
  return result.exitCode ?? 0;
}

// A reader that has seen enough (| head) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`error: standard output cannot be written (${error.code ?? error.message})\n`);
  process.exit(2);
});

const argv = process.argv.slice(2);
try {
  process.exitCode = await run(argv);
} catch (error) {
  const paint = await painterFor(argv, process.stderr);
  const verbose = argv.includes('-v') || argv.includes('--verbose');
  const { text, code } = describeFailure(error, paint, verbose);
  process.stderr.write(argv.includes('--ascii') ? toAscii(text) : text);
  process.exitCode = code;
} finally {
  closeStreams();
}
