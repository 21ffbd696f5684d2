import packageJson from '../../package.json' with { type: 'json' };
import type { Interrupt } from '../host/clock.ts';
import type { Context } from '../host/context.ts';
import type { Result } from '../report/result.ts';
import { textToAscii, toAscii } from '../util/ascii.ts';
import { withoutAccents } from '../util/kebab.ts';
import { closeStreams } from './chunks.ts';
import { executable } from './executable.ts';
import { describeFailure } from './failures.ts';
import type { Request } from './program.ts';
import { plainPainter } from './render/paint.ts';
import type { Painter } from './render/paint.ts';
import { widthOf } from './width.ts';
import { localeOf } from './locale.ts';
import type { Output, World } from './world.ts';
import { takesEscapes } from './terminal.ts';

function wantsColour(argv: readonly string[], stream: Output, env: World['env']): boolean {
  const at = argv.findLastIndex((arg) => arg === '--color' || arg.startsWith('--color='));
  const chosen = at < 0 ? 'auto' : (argv[at].split('=')[1] ?? argv[at + 1]);
  if (chosen === 'always') return true;
  if (chosen === 'never' || env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return takesEscapes(stream, env);
}

async function painterFor(argv: readonly string[], stream: Output, env: World['env']): Promise<Painter> {
  if (!wantsColour(argv, stream, env)) return plainPainter;
  return (await import('./render/paint.ts')).colourPainter();
}

/**
 * What tells a command that it was interrupted. The first time it finishes its step; the second time, while it only
 * reads, or when it cannot be interrupted, the program ends at once.
 */
async function interruptFlag(interruptible: boolean, world: World): Promise<Interrupt> {
  let heeded = false;
  const interrupt = { requested: false, heed: () => void (heeded = interruptible) };
  const { removeTemporary } = await import('./writing.ts');
  world.onInterrupt(() => {
    if (interrupt.requested || !heeded) {
      if (interruptible && !interrupt.requested && !heeded)
        world.stderr.write('interrupted before there was anything to keep\n');
      if (takesEscapes(world.stderr, world.env)) world.stderr.write('\u001B[?25h');
      void removeTemporary().finally(() => world.exit(130));
    }
    interrupt.requested = true;
  });
  return interrupt;
}

/** What `nn help` answers that is no page of its own: a command's help, with the name of its concept, or all. */
async function helpText(
  request: Exclude<Request, { readonly kind: 'run' }>,
  argv: readonly string[],
  { stdout, env }: World,
  paint: Painter,
): Promise<string> {
  const [{ commandHelp, conceptBeside, helpJson, overview, wholeHelp }, { languageOf }] = await Promise.all([
    import('./help.ts'),
    import('../figures/concepts/language.ts'),
  ]);
  const ascii = argv.includes('--ascii');
  const words = ascii ? textToAscii : (text: string) => text;
  const look = { width: Math.min(widthOf(stdout, env), 100), paint, words };
  const asciiOnly = (text: string) => (ascii ? toAscii(text) : text);
  if (request.kind !== 'help') return asciiOnly(overview(packageJson.version, look));
  const { command, all, json, language } = request;
  if (json) return `${JSON.stringify(helpJson(command), undefined, 2)}\n`;
  const concept =
    argv[0] === 'help' ? await conceptBeside(command.name, languageOf(language, localeOf(env))) : undefined;
  const named = concept !== undefined && ascii ? withoutAccents(concept) : concept;
  return asciiOnly((all ? wholeHelp : commandHelp)(command, look, named));
}

/** Says which options come from a file of arguments. */
async function noteOrigins(
  { call, global, origins }: Extract<Request, { readonly kind: 'run' }>,
  { screen }: Context,
): Promise<void> {
  if (!global.verbose || origins.length === 0) return;
  const { originLine } = await import('../options/spec.ts');
  for (const origin of origins) {
    const line = originLine(origin, call.given);
    if (line !== undefined) screen.note(line);
  }
}

/** What the command gives; folders that it wrote in are free again, however it ended. */
async function commandResult(
  { command, call }: Extract<Request, { readonly kind: 'run' }>,
  context: Context,
  { disk }: World,
): Promise<Result> {
  try {
    return await command.run(context, call);
  } finally {
    await (await import('./lock.ts')).unlockAll(disk);
  }
}

/** What a program is told that asks for the version. */
function versionJson(): string {
  const { platform, arch, versions } = process;
  const facts = {
    version: packageJson.version,
    node: versions.node,
    platform,
    arch,
    executable: executable() !== undefined,
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

async function run(argv: readonly string[], world: World): Promise<number> {
  const { stdout, stderr, env } = world;
  if (argv[0] === '--version' || argv[0] === '-V') {
    stdout.write(argv.includes('--json') ? versionJson() : `nn ${packageJson.version}\n`);
    return 0;
  }
  const { readCommandLine } = await import('./program.ts');
  const config = env.NN_CONFIG ? (await import('./config.ts')).readConfig(env.NN_CONFIG) : undefined;
  const request = await readCommandLine(argv, config);
  const words = [...(config?.lines.map(({ text }) => text) ?? []), ...argv];
  const paint = await painterFor(words, stdout, env);
  if (request.kind !== 'run') {
    stdout.write(await helpText(request, argv, world, paint));
    return 0;
  }
  const interrupt = await interruptFlag(request.command.interruptible === true, world);
  const { createContext } = await import('./context.ts');
  const errorPaint = await painterFor(words, stderr, env);
  const context = createContext(request.global, { world, paint: errorPaint, interrupt });
  for (const { typed, option } of request.renamed) context.screen.note(`${typed} is ${option} here`);
  await noteOrigins(request, context);
  const result = await commandResult(request, context, world);
  const { showResult } = await import('./output.ts');
  await showResult(result, request.global, { world, paint, title: ['nn', ...argv].join(' ') });
  return result.exitCode ?? 0;
}

/** Runs a command line (the words after `nn`) and returns its exit code; failures are reported on stderr. */
export async function runCommandLine(argv: readonly string[], world: World): Promise<number> {
  try {
    return await run(argv, world);
  } catch (error) {
    const paint = await painterFor(argv, world.stderr, world.env);
    const verbose = argv.includes('-v') || argv.includes('--verbose');
    const { text, code } = describeFailure(error, paint, verbose);
    world.stderr.write(argv.includes('--ascii') ? toAscii(text) : text);
    return code;
  } finally {
    closeStreams();
  }
}
