// Builds dist/: `node scripts/build.mjs [wasm] [web] [js] [man] [library]`, all of them when none is named.
// The WebAssembly targets are compiled side by side, and only when what they are made of has changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildLibrary } from './library.mjs';
import { buildProgram } from './program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const sources = path.join(root, 'src', 'kernels', 'wasm');
const asconfig = path.join(sources, 'asconfig.json');
const transform = path.join(root, 'scripts', 'inlineFunctions.mjs');
// Compiled targets by the hash of what they are made of; `npm ci` starts without them.
const cache = path.join(root, 'node_modules', '.cache', 'nn-wasm');
const targets = ['simd', 'relaxed'];

const require = createRequire(import.meta.url);

/**
 * SHA-256 of all that decides the bytes of a target: the sources, the options, the version of the compiler.
 */
async function sourceHash() {
  const compiler = JSON.parse(await readFile(require.resolve('assemblyscript/package.json'), 'utf8'));
  const hash = createHash('sha256')
    .update(`${compiler.version}\0`)
    .update(await readFile(asconfig))
    .update(await readFile(transform));
  const folder = path.join(sources, 'assembly');
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts')).sort())
    hash.update(`\0${file}\0`).update(await readFile(path.join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Compiles one target into dist. */
async function compile(target) {
  const asc = require.resolve('assemblyscript/bin/asc.js');
  const options = ['--config', asconfig, '--target', target, '--transform', transform];
  const child = spawn(process.execPath, [asc, ...options], { cwd: root, stdio: 'inherit' });
  const code = await new Promise((done, failed) => child.on('error', failed).on('exit', done));
  if (code !== 0) throw new Error(`the WebAssembly target ${target} does not compile`);
}

/** Puts a target into dist, from the cache where it is there. */
async function wasmTarget(target, hash) {
  const built = path.join(dist, `${target}.wasm`);
  const kept = path.join(cache, `${target}-${hash}.wasm`);
  const found = await copyFile(kept, built).then(
    () => true,
    () => false,
  );
  if (found) return;
  await compile(target);
  // Renamed, so that a build that is cut off leaves no half of a file behind.
  await copyFile(built, `${kept}.${process.pid}`);
  await rename(`${kept}.${process.pid}`, kept);
}

/** Whether a file of dist is a compiled target. */
const isTarget = (file) => targets.some((target) => file === `${target}.wasm`);

async function buildWasm() {
  await mkdir(cache, { recursive: true });
  const hash = await sourceHash();
  await Promise.all(targets.map((target) => wasmTarget(target, hash)));
}

/** The page of nn show: the only script that runs in a browser. */
const buildWeb = () =>
  build({
    absWorkingDir: root,
    entryPoints: ['src/web/arrayPage.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    outdir: dist,
    logLevel: 'warning',
  });

/** The manual pages. */
async function buildManual() {
  const args = ['--import', 'tsx', 'scripts/manual.ts'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const code = await new Promise((done, failed) => child.on('error', failed).on('exit', done));
  if (code !== 0) throw new Error('the manual pages cannot be written');
}

const running = {};
const parts = {
  wasm: buildWasm,
  web: buildWeb,
  js: buildProgram,
  man: buildManual,
  async library() {
    await running.wasm;
    await buildLibrary();
  },
};
const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in parts));
if (unknown !== undefined) {
  throw new Error(`there is no part "${unknown}" to build, expected ${Object.keys(parts).join(', ')}`);
}
await mkdir(dist, { recursive: true });
if (named.length === 0) {
  // Chunks of an earlier build have other names.
  for (const file of await readdir(dist))
    if (!isTarget(file)) await rm(path.join(dist, file), { recursive: true });
}
const chosen = Object.keys(parts).filter((name) => named.length === 0 || named.includes(name));
for (const name of chosen) running[name] = parts[name]();
await Promise.all(Object.values(running));
