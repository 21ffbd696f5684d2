// Builds the committed files in two folders of different names, equally deep (packages are links here), and compares every byte of dist:
// `npm run reproducible`, or `npm run reproducible -- js web` for parts of it. The WebAssembly targets are compiled in both.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && !/^(?:test|docs|fixtures|bench)\//.test(file));
const modules = path.join(root, 'node_modules');

/** The packages as they are, without what earlier builds left in their cache. */
async function linkPackages(folder) {
  const own = path.join(folder, 'node_modules');
  await mkdir(own);
  for (const name of await readdir(modules))
    if (name !== '.cache') await symlink(path.join(modules, name), path.join(own, name));
}

/** SHA-256 of every file of dist, by its path, of a build in a new folder. */
async function builtIn(folder) {
  await mkdir(folder, { recursive: true });
  for (const file of files)
    await cp(path.join(root, file), path.join(folder, file), { verbatimSymlinks: true });
  await linkPackages(folder);
  execFileSync(process.execPath, ['scripts/build.mjs', ...process.argv.slice(2)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const dist = path.join(folder, 'dist');
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const sums = await Promise.all(
    paths.map(async (file) =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ),
  );
  return new Map(paths.map((file, i) => [path.relative(dist, file), sums[i]]));
}

const base = await mkdtemp(path.join(tmpdir(), 'nn-build-'));
try {
  const first = await builtIn(path.join(base, 'a'));
  const second = await builtIn(path.join(base, 'another name'));
  const names = [...new Set([...first.keys(), ...second.keys()])].sort((a, b) => (a < b ? -1 : 1));
  const different = names.filter((name) => first.get(name) !== second.get(name));
  for (const name of different) process.stdout.write(`different: ${name}\n`);
  process.stdout.write(`${names.length} files, ${different.length} different\n`);
  process.exitCode = different.length === 0 ? 0 : 1;
} finally {
  await rm(base, { recursive: true });
}
