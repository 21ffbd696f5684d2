// Writes THIRD-PARTY-LICENSES.txt: name, version and licence of every package that is bundled into dist, found by
// bundling as the build does. `--check` compares instead; `npm run check` runs it so.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = path.join(root, 'THIRD-PARTY-LICENSES.txt');

/** What is bundled: the program, its threads, the page of nn show and the library. */
const entryPoints = [
  'src/cli/main.ts',
  'src/cli/commandLine.ts',
  'src/cli/worker.ts',
  'src/cli/jobWorker.ts',
  'src/web/arrayPage.ts',
  'src/index.ts',
];

/** The folders of bundled packages, relative to the root. */
async function bundledPackages() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outdir: 'dist',
    write: false,
    metafile: true,
    preserveSymlinks: true,
    logLevel: 'error',
    external: ['@resvg/resvg-js', '#kernels/*'],
  });
  const folders = Object.keys(metafile.inputs).flatMap(
    (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? [],
  );
  return [...new Set(folders)].sort();
}

/** Name, version and licence of a package, with the full text. */
async function section(folder) {
  const place = path.join(root, folder);
  const { name, version, license } = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8'));
  const texts = (await readdir(place))
    .filter((entry) => /^(?:licen[cs]e|copying|notice)/i.test(entry))
    .sort();
  if (texts.length === 0) throw new Error(`${folder} has no text of its licence`);
  const read = await Promise.all(texts.map((entry) => readFile(path.join(place, entry), 'utf8')));
  return `${'='.repeat(78)}\n${name} ${version} (${license})\n${'='.repeat(78)}\n\n${read.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n')}\n`;
}

const sections = await Promise.all((await bundledPackages()).map(section));
const text = `Packages that are bundled into dist, and their licences.\nWritten by scripts/licenses.mjs.\n\n${sections.join('\n')}`;
if (process.argv[2] === '--check') {
  const found = await readFile(file, 'utf8').catch(() => '');
  if (found !== text) {
    process.stdout.write('THIRD-PARTY-LICENSES.txt is not what is bundled: npm run licenses\n');
    process.exitCode = 1;
  }
} else await writeFile(file, text);
