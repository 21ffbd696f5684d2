// Makes one executable file of the program and of the Node.js that runs this: `npm run package [-- --output FILE] [-- --strip]`,
// after `npm run build`. With --node FILE it takes another Node.js of the same version, for another platform.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { asScript } from './program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = path.join(root, '.cache', 'package');
const require = createRequire(import.meta.url);
const { values: given } = parseArgs({
  options: { output: { type: 'string' }, node: { type: 'string' }, strip: { type: 'boolean' } },
});
const output = path.resolve(
  given.output ?? path.join(root, 'release', process.platform === 'win32' ? 'nn.exe' : 'nn'),
);

/** Commands whose compiled code is inside; that of others is kept on first use, as by the package of npm. */
const usual = [
  ['--help'],
  ['shape', '[1,2,3]'],
  ['dot', '[1,2]', '[3,4]'],
  ['gen-spiral', '100', '3'],
  ['help', 'train'],
  ['train', 'nn:iris.csv', '--epochs', '1', '-q', '--force', '-o', path.join(work, 'iris.safetensors')],
  ['predict', path.join(work, 'iris.safetensors'), 'nn:iris.csv'],
];

/** The package's files that are inside, by their names. */
async function packageFiles() {
  const { files } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const data = files.filter((name) => name.startsWith('fixtures/'));
  const built = (await readdir(path.join(root, 'dist'))).filter((name) =>
    /\.(?:cjs|wasm)$|^arrayPage\.js$/.test(name),
  );
  const pages = [];
  for (const language of await readdir(path.join(root, 'docs', 'concepts')))
    for (const name of await readdir(path.join(root, 'docs', 'concepts', language)))
      pages.push(`docs/concepts/${language}/${name}`);
  const names = [
    ...data,
    ...built.filter((name) => name !== 'nn.cjs').map((name) => `dist/${name}`),
    ...pages,
  ];
  return Object.fromEntries(names.map((name) => [name, path.join(root, name)]));
}

/** Native packages, where they are installed; without them the program says so, as that of npm does. */
async function nativeFiles() {
  const { platform, arch } = process;
  const places = {
    'koffi.node': [`@koromix/koffi-${platform}-${arch}`],
    'resvg.node': [
      `@resvg/resvg-js-${platform}-${arch}-gnu`,
      `@resvg/resvg-js-${platform}-${arch}-msvc`,
      `@resvg/resvg-js-${platform}-${arch}`,
    ],
  };
  const found = {};
  for (const [name, packages] of Object.entries(places))
    for (const one of packages) {
      const folder = path.join(root, 'node_modules', one);
      const entries = await readdir(folder, { recursive: true }).catch(() => []);
      const file = entries
        .filter((entry) => entry.endsWith('.node'))
        .sort((a, b) => Number(/musl/.test(a)) - Number(/musl/.test(b)))[0];
      if (file !== undefined) found[name] = path.join(folder, file);
    }
  return found;
}

/** What V8 makes of the usual commands, when they run the third time: half of each file that the program keeps. */
async function compiledCode(program) {
  const env = { ...process.env, XDG_CACHE_HOME: path.join(work, 'caches') };
  await mkdir(env.XDG_CACHE_HOME, { recursive: true });
  const found = {};
  const cache = path.join(root, 'dist', 'cache');
  for (const words of usual) {
    for (let i = 0; i < 3; i++) {
      const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'dist', 'nn.cjs'), ...words], {
        env,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`nn ${words.join(' ')}: ${stderr}`);
    }
  }
  for (const folder of [cache, path.join(work, 'caches', 'nn')])
    for (const name of await readdir(folder).catch(() => [])) {
      const at = name.indexOf(`-${program}`);
      if (at < 0) continue;
      const bytes = await readFile(path.join(folder, name));
      const file = path.join(work, `code-${name.slice(0, at)}`);
      await writeFile(file, bytes.subarray(0, bytes.length / 2));
      found[`code/${name.slice(0, at)}`] = file;
    }
  return found;
}

/** The script that begins, in the main thread and in others. */
async function buildMain(program, names) {
  const file = path.join(work, 'main.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/start/executable.ts'],
    outfile: file,
    ...asScript,
    define: { PROGRAM: JSON.stringify(program), ASSETS: JSON.stringify(names) },
    logLevel: 'warning',
  });
  return file;
}

await rm(work, { recursive: true, force: true });
await mkdir(work, { recursive: true });
const { program } = JSON.parse(await readFile(path.join(root, '.cache', 'program.json'), 'utf8'));
const foreign = given.node !== undefined;
const assets = {
  ...(await packageFiles()),
  ...(foreign ? {} : await nativeFiles()),
  ...(foreign ? {} : await compiledCode(program)),
};
const main = await buildMain(program, Object.keys(assets));
const config = path.join(work, 'sea.json');
const blob = path.join(work, 'program.blob');
await writeFile(
  config,
  JSON.stringify({
    main,
    output: blob,
    disableExperimentalSEAWarning: true,
    useCodeCache: !foreign,
    assets: { ...assets, thread: main },
  }),
);
execFileSync(process.execPath, ['--experimental-sea-config', config], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
await mkdir(path.dirname(output), { recursive: true });
await rm(output, { force: true });
await copyFile(given.node ?? process.execPath, output);
await chmod(output, 0o755);
// Afterwards it would cut off what is put in.
if (given.strip) execFileSync('strip', [output]);
const mach = (await readFile(output)).readUInt32LE(0) === 0xfeedfacf;
const { inject } = require('postject');
const log = console.log;
console.log = () => {};
await inject(output, 'NODE_SEA_BLOB', await readFile(blob), {
  sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
  ...(mach && { machoSegmentName: 'NODE_SEA' }),
});
console.log = log;
const { size } = await stat(output);
console.log(
  `${path.relative(process.cwd(), output)}: ${(size / 1e6).toFixed(1)} MB, Node.js ${process.version}`,
);
