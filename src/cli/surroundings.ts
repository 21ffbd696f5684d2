import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { commands } from '../commands/index.ts';
import type { Surroundings } from '../host/machine.ts';
import type { GlobalOptions } from '../options/globals.ts';
import { NnError } from '../errors.ts';
import { localeOf } from './locale.ts';
import { memoryLimit } from './memory.ts';
import { packagePath } from './package.ts';
import { folderBeside, userFolder } from './start/cacheFolder.ts';
import { takesEscapes } from './terminal.ts';
import type { World } from './world.ts';

/** Name of this Linux, and of those it is like, from /etc/os-release; none elsewhere. */
export function distribution(file = '/etc/os-release'): readonly string[] {
  try {
    const text = readFileSync(file, 'utf8');
    const valueOf = (key: string) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(text)?.[1] ?? '';
    return [valueOf('ID'), ...valueOf('ID_LIKE').split(' ')].filter((name) => name !== '');
  } catch {
    return [];
  }
}

/** The first folder that has compiled code in it. */
function cache(): Surroundings['cache'] {
  for (const folderOf of [() => folderBeside(packagePath('dist')), userFolder]) {
    try {
      const folder = folderOf();
      if (!folder) continue;
      const files = readdirSync(folder.path).filter((name) => !name.startsWith('.'));
      const bytes = files.reduce((sum, name) => sum + statSync(path.join(folder.path, name)).size, 0);
      return { folder: folder.path, files: files.length, bytes };
    } catch {
      // It is not there.
    }
  }
  return undefined;
}

/** What is wrong with the file that NN_CONFIG names. */
async function configFault(file: string): Promise<string | undefined> {
  const { configGiven, readConfig } = await import('./config.ts');
  try {
    const config = readConfig(file);
    const all = await Promise.all(commands.map(async (one) => one.load()));
    for (const command of all) await configGiven(config, command, async () => all);
    return undefined;
  } catch (error) {
    if (error instanceof NnError) return error.message;
    throw error;
  }
}

function hasRasterizer(): boolean {
  try {
    createRequire(packagePath('package.json')).resolve('@resvg/resvg-js');
    return true;
  } catch {
    return false;
  }
}

/** What the program runs in. */
export async function surroundingsOf(
  { threads, maxMemory }: GlobalOptions,
  { env, stdout }: World,
): Promise<Surroundings> {
  const locale = localeOf(env);
  const { NN_CONFIG: file } = env;
  return {
    distribution: process.platform === 'linux' ? distribution() : [],
    cache: env.NN_CODE_CACHE === '0' ? undefined : cache(),
    terminal: {
      name: env.TERM,
      columns: stdout.isTTY ? stdout.columns : undefined,
      colours: takesEscapes(stdout, env) && !env.NO_COLOR,
      utf8: /utf-?8/i.test(locale ?? ''),
    },
    locale,
    memory: memoryLimit(maxMemory).bytes,
    threads: threads ?? availableParallelism(),
    png: hasRasterizer(),
    config: file ? { path: file, fault: await configFault(file) } : undefined,
  };
}
