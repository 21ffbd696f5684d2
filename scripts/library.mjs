// Builds the library: dist/library/index.js with its chunks, for Node.js and for bundlers, and its
// declarations in dist/library/types. The kernels' binaries must be in dist already.
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'dist', 'library');
const emitted = path.join(root, 'dist', 'declarations');

const IMPORT = /((?:from |import\()['"])(\.[^'"]+)\.ts(['"])/g;

/**
 * The texts of the declarations that a file is made of, by their paths: its own, those of what it imports,
 * and so on.
 */
async function reached(file, found = new Map()) {
  if (found.has(file)) return found;
  const text = await readFile(file, 'utf8');
  found.set(file, text);
  for (const [, , target] of text.matchAll(IMPORT))
    await reached(path.join(path.dirname(file), `${target}.d.ts`), found);
  return found;
}

/** Runs a program of Node.js; throws with this message when it fails. */
async function node(args, message) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const code = await new Promise((done, failed) => child.on('error', failed).on('exit', done));
  if (code !== 0) throw new Error(message);
}

/**
 * Declarations of what the library exports, and of nothing else. The options of `train` follow those of nn
 * train.
 */
async function buildTypes() {
  await rm(emitted, { recursive: true, force: true });
  await node(
    ['--import', 'tsx', 'scripts/learningOptions.ts'],
    'the options of the library cannot be written',
  );
  const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc');
  await node([tsc, '-p', 'tsconfig.library.json'], 'the declarations of the library cannot be made');
  for (const [file, text] of await reached(path.join(emitted, 'index.d.ts'))) {
    const to = path.join(out, 'types', path.relative(emitted, file));
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, text.replaceAll(IMPORT, '$1$2.js$3'));
  }
  await rm(emitted, { recursive: true });
}

const buildModules = () =>
  build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    outdir: out,
    bundle: true,
    splitting: true,
    // Names are kept: a stack of a library is read by whoever calls it.
    minifySyntax: true,
    minifyWhitespace: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import', 'browser'],
    target: 'es2022',
    loader: { '.wasm': 'binary' },
    logLevel: 'warning',
  });

export async function buildLibrary() {
  await rm(out, { recursive: true, force: true });
  await Promise.all([buildModules(), buildTypes()]);
}
