// Tries what users get, where they have nothing else: `npm run trials` after `npm run build` and `npm run package`. The package of
// npm is packed, installed without network and scripts, and run with Node.js alone on the path; the executable file is run with less.
// Both meet an empty home, one that takes nothing, and none, as somebody who owns nothing of them.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'nn-trials-'));
chmodSync(folder, 0o755);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Of Debian: nobody. Root may write everywhere, and would try nothing. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const tools = ['sh', 'cat', 'head', 'tail', 'wc'];

function find(name) {
  return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
}

/** A folder of commands, which is all there is on the path. */
function pathOf(name, commands) {
  const bin = path.join(folder, name);
  mkdirSync(bin);
  for (const tool of tools) symlinkSync(find(tool), path.join(bin, tool));
  for (const [command, file] of Object.entries(commands)) symlinkSync(file, path.join(bin, command));
  return bin;
}

/** Installs the package into an empty project. Optional packages that are not at hand stay away. */
function installPackage() {
  const npm = (...args) =>
    execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [{ filename, size, unpackedSize, files }] = JSON.parse(
    npm('pack', root, '--json', '--ignore-scripts', '--pack-destination', folder),
  );
  const project = path.join(folder, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const tarball = path.join(folder, filename);
  npm(
    'install',
    '--prefix',
    project,
    '--offline',
    '--ignore-scripts',
    '--omit=optional',
    '--no-audit',
    '--no-fund',
    tarball,
  );
  const packages = readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  if (packages.join() !== 'nnsh') throw new Error(`the package needs others: ${packages.join(', ')}`);
  console.log(
    `package     ${(size / 1e6).toFixed(1)} MB, ${(unpackedSize / 1e6).toFixed(1)} MB unpacked, ${files.length} files`,
  );
  return project;
}

/** Lines of a shell, and what they print: a pattern, or the exit code and a pattern of stderr. */
const firstMinute = [
  ["nn shape '[1,2,3]'", /^shape {2}\(3,\)/],
  ['nn train nn:iris.csv --epochs 20 --seed 1 -o iris.safetensors', /accuracy/],
  ['nn predict iris.safetensors nn:iris.csv | tail -n 1', /virginica/],
  ['nn gen-spiral 100 3 | nn train - --layers 2,64,64,3 --epochs 5 -q -o spiral.safetensors', /./],
  ['nn evaluate iris.safetensors nn:iris.csv', /accuracy/],
  ['nn train nn:wine.csv --epochs 3 --threads 2 -q --run wine && nn runs wine', /wine/],
  ['nn train nn:iris.csv --k-fold 3 --epochs 2 -q', /accuracy/],
  ['nn gen-moons 50 --plot -o moons.svg && head -c 4 moons.svg', /^<svg/],
  ['nn show iris.safetensors', /dense1/],
  ['nn help dropout', /Dropout/],
  ['nn help train', /Usage {2}nn train/],
  ['nn doctor', /^nn {9}\d/],
  ['nn --version', /^nn \d/],
];

const homes = {
  'an empty home': (place) => ({ HOME: place }),
  'a home that takes nothing': () => ({ HOME: '/proc' }),
  'no home': () => ({}),
};

/** Runs lines in an empty folder; throws at the first that goes otherwise. */
function trial(name, bin, lines) {
  for (const [i, [title, home]] of Object.entries(homes).entries()) {
    // All of it once; what needs a place in the others.
    const some = i === 0 ? lines : lines.filter((_, at) => at < 3 || at >= firstMinute.length - 2);
    const work = mkdtempSync(path.join(folder, 'work-'));
    const place = mkdtempSync(path.join(folder, 'home-'));
    for (const one of [work, place]) chmodSync(one, 0o777);
    const began = performance.now();
    for (const [line, expected] of some) {
      const env = { PATH: bin, TMPDIR: work, LC_ALL: 'C.UTF-8', NO_COLOR: '1', ...home(place) };
      const { status, stdout, stderr } = spawnSync(path.join(bin, 'sh'), ['-c', line], {
        cwd: work,
        env,
        encoding: 'utf8',
        ...somebody,
      });
      if (status !== 0 || !expected.test(stdout))
        throw new Error(`${name}, ${title}: ${line}\nended with ${status}\n${stdout}${stderr}`);
    }
    console.log(
      `${name.padEnd(11)} ${title}: ${some.length} lines, ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
  }
}

const project = installPackage();
const linked = path.join(project, 'node_modules', '.bin', 'nn');
const library = `node -e "import('nnsh').then(({ version, shape, ...all }) => console.log(Object.keys(all).length > 10))"`;
const node = pathOf('node-only', { node: process.execPath, nn: linked });
trial('package', node, [...firstMinute, [`cd ${project} && ${library}`, /^true/]]);

const executable = path.join(root, 'release', process.platform === 'win32' ? 'nn.exe' : 'nn');
if (existsSync(executable)) {
  const own = path.join(folder, 'nn');
  copyFileSync(executable, own);
  chmodSync(own, 0o755);
  const picture = ['nn gen-moons 50 --plot -o moons.png && head -c 4 moons.png', /PNG/];
  trial('executable', pathOf('nothing', { nn: own }), [...firstMinute, picture]);
} else console.log('executable  not there: npm run package makes it');
