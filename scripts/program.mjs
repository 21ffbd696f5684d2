// Builds the program: CommonJS in chunks, which Node.js starts in half the time of ES modules, and which V8 takes as
// compiled code (src/cli/start). dist/nn.cjs loads them; threads and tests load them as Node.js does.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);

/** Parts of Node.js that most commands do without, of which functions are used and nothing else. */
const RARE = new Set([
  'child_process',
  'crypto',
  'fs/promises',
  'module',
  'os',
  'timers/promises',
  'tty',
  'v8',
  'vm',
  'worker_threads',
]);
const LAZY = '\0lazy:';

/** A module that exports the functions and classes of a part of Node.js, which is loaded when one is called. */
function lazyModule(name) {
  const functions = Object.entries(require(`node:${name}`)).filter(
    ([key, value]) => /^[A-Za-z]\w*$/.test(key) && key !== 'default' && typeof value === 'function',
  );
  const forwards = functions.map(
    ([key]) => `export function ${key}(...args) {
      const { ${key}: own } = require('node:${name}');
      return new.target ? new own(...args) : own(...args);
    }`,
  );
  return forwards.join('\n');
}

/** What threads begin with. */
const threads = ['src/cli/worker.ts', 'src/cli/jobWorker.ts'];

const lazyBuiltins = {
  name: 'lazy-builtins',
  resolveId(id, importer = '') {
    const name = id.replace(/^node:/, '');
    const ours = importer.startsWith(path.join(root, 'src')) || importer.includes('/commander/');
    // What begins a thread takes values.
    const eager = name === 'worker_threads' && threads.some((file) => importer.endsWith(file));
    return ours && !eager && RARE.has(name) ? LAZY + name : undefined;
  },
  load: (id) => (id.startsWith(LAZY) ? lazyModule(id.slice(LAZY.length)) : undefined),
};

const input = {
  main: 'src/cli/main.ts',
  commandLine: 'src/cli/commandLine.ts',
  worker: 'src/cli/worker.ts',
  jobWorker: 'src/cli/jobWorker.ts',
};

/** The chunk of modules that say what stored files hold: whoever only writes them does without. */
const schemas = (id, build) =>
  id.includes('/valibot/') || build.getModuleInfo(id)?.importedIds.some((one) => one.includes('/valibot/'))
    ? 'stored'
    : null;

/** The chunks of the program. */
async function chunks() {
  const bundle = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: ['@resvg/resvg-js'],
    plugins: [lazyBuiltins],
    transform: { target: 'node20' },
    checks: { ineffectiveDynamicImport: false },
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await bundle.generate({
    format: 'cjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: 'stored', name: schemas }],
    },
    minify: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  await bundle.close();
  return output;
}

/**
 * Chunks that load others when something of them is first used: a command uses half of what it could reach.
 * Rolldown writes one line for each chunk that is needed, and one statement for each export, which becomes a plain
 * property: nothing that is exported changes.
 */
function loadsLate(code) {
  const needed = /^const (require_[\w$]+) = (require\("\.\/[^"]+"\));$/gm;
  const names = new Set([...code.matchAll(needed)].map(([, name]) => name));
  const late = code
    .replace(/(?<!const |[\w$])require_[\w$]+/g, (name) => (names.has(name) ? `(${name}())` : name))
    .replace(needed, (_, name, call) => `let ${name}$; const ${name} = () => ${name}$ ??= ${call};`)
    .replace(
      /^Object\.defineProperty\(exports, "([\w$]+)", \{\s*enumerable: true,\s*get: function\s*\(\) \{\s*return ([\w$]+);\s*\}\s*\}\);$/gm,
      'exports.$1 = $2;',
    );
  // Written otherwise by another version of Rolldown, chunks would load at once, and nobody would notice.
  if (/^(?:const|let|var) [\w${},: ]+ = (?:[\w$.]+\()*require\("\.\//m.test(late))
    throw new Error('a chunk loads another one at once: loadsLate no longer knows what Rolldown writes');
  return late;
}

/** ASCII, which is read without decoding; without `import()`, which scripts of node:vm do not have. */
const plain = (code) =>
  transform(loadsLate(code), {
    charset: 'ascii',
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
  });

/** How esbuild makes one script of what begins the program. */
export const asScript = {
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  charset: 'ascii',
};

/** Loads the chunks. `program` tells one build from another. */
const buildStart = (program) =>
  build({
    absWorkingDir: root,
    entryPoints: { nn: 'src/cli/start/index.ts' },
    banner: { js: '#!/usr/bin/env node' },
    outExtension: { '.js': '.cjs' },
    ...asScript,
    define: { PROGRAM: JSON.stringify(program) },
    outdir: dist,
    logLevel: 'warning',
  });

/** The hash of the program and what each chunk is made of, for whoever lists what is in it: .cache/program.json. */
async function writeContents(program, output) {
  const contents = output.map(({ fileName, moduleIds }) => [
    fileName,
    moduleIds.filter((id) => !id.startsWith('\0')).map((id) => path.relative(root, id)),
  ]);
  await mkdir(path.join(root, '.cache'), { recursive: true });
  await writeFile(
    path.join(root, '.cache', 'program.json'),
    JSON.stringify({ program, chunks: Object.fromEntries(contents) }, null, 1),
  );
}

export async function buildProgram() {
  const output = await chunks();
  const made = await Promise.all(output.map(({ code }) => plain(code)));
  // Chunks of an earlier build have other names.
  for (const file of await readdir(dist))
    if (file.endsWith('.cjs') || file === 'cache') await rm(path.join(dist, file), { recursive: true });
  const hash = createHash('sha256');
  for (const [i, { fileName }] of output.entries()) {
    hash.update(`${fileName}\0${made[i].code}\0`);
    await writeFile(path.join(dist, fileName), made[i].code);
  }
  const program = hash.digest('hex').slice(0, 16);
  await buildStart(program);
  await chmod(path.join(dist, 'nn.cjs'), 0o755);
  await writeContents(program, output);
}
