import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../../src/cli/package.ts';

// The package as npm would publish it, unpacked into an empty folder: no network, and nothing of the
// repository.

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = ['predict', 'loop', 'layers'];
const folder = mkdtempSync(path.join(tmpdir(), 'nn-package-'));
const own = path.join(folder, 'node_modules', 'nnsh');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (file: string, args: readonly string[], cwd = folder) =>
  execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** What `npm pack` puts into the package. */
let packed: string[] = [];

beforeAll(() => {
  const npm = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(run('npm', npm, root)) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map((file) => file.path);
  mkdirSync(own, { recursive: true });
  run('tar', ['-xzf', filename, '-C', own, '--strip-components=1']);
  // What a project of TypeScript has beside it.
  mkdirSync(path.join(folder, 'node_modules', '@types'));
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name), 'junction');
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  for (const name of programs)
    copyFileSync(path.join(root, `docs/examples/${name}.ts`), path.join(folder, `${name}.ts`));
  copyFileSync(path.join(root, 'fixtures/iris.csv'), path.join(folder, 'iris.csv'));
});

/** Checks the programs' types; the declarations of the package too. */
function check(...options: readonly string[]): void {
  const files = programs.map((name) => `${name}.ts`);
  const strict = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--target',
    'es2022',
  ];
  run(process.execPath, [tsc, ...files, ...strict, '--types', 'node', ...options]);
}

describe('the package', () => {
  it('holds the program and the library, and no sources', () => {
    for (const file of [
      'dist/nn.cjs',
      'dist/main.cjs',
      'dist/library/index.js',
      'dist/library/types/index.d.ts',
    ])
      expect(packed).toContain(file);
    expect(packed.filter((file) => /^(src|test|docs(?!\/concepts)|scripts)\//.test(file))).toEqual([]);
    // Neither what was kept on first use nor the executable.
    expect(packed.filter((file) => /^(?:dist\/cache|release|bin)\//.test(file))).toEqual([]);
    expect(packed.filter((file) => /^dist\/[^/]+$/.test(file) && !/\.(?:cjs|js|wasm)$/.test(file))).toEqual(
      [],
    );
    const data = packed.filter((file) => file.startsWith('fixtures/'));
    expect(data.toSorted()).toEqual(shipped.map((name) => `fixtures/${name}`).toSorted());
    expect(packed.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
  });

  it('depends on no other package, and installs without scripts', () => {
    const { dependencies, scripts } = JSON.parse(readFileSync(path.join(own, 'package.json'), 'utf8')) as {
      dependencies?: unknown;
      scripts: Record<string, string>;
    };
    expect(dependencies).toBeUndefined();
    for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name);
  });

  it('has types that a strict project takes, for Node.js and for a bundler', () => {
    check('--module', 'nodenext');
    check('--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit', '--skipLibCheck');
    expect(existsSync(path.join(folder, 'loop.js'))).toBe(true);
  });

  it('runs the programs of docs/library.md, which learn what the command learns', () => {
    // Relaxed SIMD is on from Node.js 22; the command turns it on in Node.js 20.
    const [major] = process.versions.node.split('.').map(Number);
    const flags = major < 22 ? ['--experimental-wasm-relaxed-simd'] : [];
    const program = (name: string) =>
      run(process.execPath, [...flags, `${name}.js`])
        .trimEnd()
        .split('\n');
    const [epoch, flower] = program('predict');
    expect(epoch).toMatch(/^epoch \d+: validation accuracy 0\.9\d\d$/);
    expect(flower).toMatch(/^setosa Float32Array/);
    const words = [
      'train',
      'iris.csv',
      '--target',
      'species',
      '--epochs',
      '200',
      '-qo',
      'command.safetensors',
    ];
    run(process.execPath, [path.join(root, 'bin/nn.js'), ...words]);
    const read = (name: string) => readFileSync(path.join(folder, `${name}.safetensors`));
    expect(read('iris').equals(read('command'))).toBe(true);

    const steps = program('loop');
    expect(steps).toHaveLength(7);
    expect(steps[0]).toMatch(/^0 1\.\d{3} 0\.\d{3}$/);
    expect(Number(steps[5].split(' ')[2])).toBeGreaterThan(0.85);

    expect(program('layers').map((line) => line.replace(/\d+ %/, 'N %'))).toEqual([
      'dense1 (dense) [150 × 64]: N % above 0',
      'relu1 (activation) [150 × 64]: N % above 0',
      'dense2 (dense) [150 × 64]: N % above 0',
      'relu2 (activation) [150 × 64]: N % above 0',
      'dense3 (dense) [150 × 3]: N % above 0',
      'softmax1 (activation) [150 × 3]: N % above 0',
    ]);
  });

  it('goes into a bundle for browsers, which learns there', async () => {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: `import { readTable, train, predict } from 'nnsh';
          export async function main(text) {
            const { model, history } = await train(await readTable({ text }), { epochs: 30 });
            const { labels } = await predict(model, await readTable(new TextEncoder().encode(text)));
            const path = await readTable('iris.csv').catch((error) => error);
            return { epochs: history.length, labels, path: [path.kind, path.message] };
          }`,
        resolveDir: folder,
      },
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'page',
      minify: true,
      metafile: true,
      logLevel: 'silent',
    });
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    const [{ text }] = outputFiles;
    // What a page has, and nothing of Node.js: no process, no Buffer, no require.
    const { WebAssembly, TextEncoder, TextDecoder, URL, Blob, performance, setTimeout } =
      globalThis as typeof globalThis & {
        WebAssembly: unknown;
      };
    const page = { WebAssembly, TextEncoder, TextDecoder, URL, Blob, performance, setTimeout };
    vm.createContext(page);
    vm.runInContext(`${text};globalThis.main = page.main`, page);
    const { main } = page as typeof page & {
      main: (text: string) => Promise<{ epochs: number; labels: string[]; path: string[] }>;
    };
    const found = await main(readFileSync(path.join(folder, 'iris.csv'), 'utf8'));
    expect(found.epochs).toBe(30);
    expect([found.labels[0], found.labels[149]]).toEqual(['setosa', 'virginica']);
    expect(found.path).toEqual(['usage', 'iris.csv: a path can be read in Node.js only']);
  });
});

it('the library is made of nothing that asks the machine', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    loader: { '.wasm': 'empty' },
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const used = Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0);
  expect(used).toContain('src/library/train.ts');
  expect(used.filter((file) => /^src\/(cli|host|commands|inputs)\//.test(file))).toEqual([]);
});

it('docs/library.md shows the programs as they are', () => {
  const page = readFileSync(path.join(root, 'docs/library.md'), 'utf8');
  const shown = [...page.matchAll(/```ts\n(.*?)```\n/gs)].map(([, text]) => text);
  expect(shown).toEqual(
    programs.map((name) => readFileSync(path.join(root, `docs/examples/${name}.ts`), 'utf8')),
  );
});
