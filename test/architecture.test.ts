import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { allowedImports, roomOf, rooms } from './support/rooms.ts';
import { cyclesOf, readSources } from './support/sources.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replaceAll('\\', '/');
const sources = readSources(`${root}src`, [`${root}tsconfig.json`, `${root}src/web/tsconfig.json`]);

it('a room imports only from rooms below it', () => {
  const wrong = sources.flatMap(({ file, imports }) =>
    imports
      .filter((target) => !allowedImports(roomOf(file)).has(roomOf(target)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('every room is in use, below all rooms that may import it', () => {
  const names = rooms.map(({ name }) => name);
  expect([...new Set(sources.map(({ file }) => roomOf(file)))].sort()).toEqual(names.toSorted());
  const upwards = rooms.flatMap(({ name, imports }, floor) =>
    imports.filter((other) => names.indexOf(other) >= floor).map((other) => `${name} imports ${other}`),
  );
  expect(upwards).toEqual([]);
});

it('no files import each other, types included', () => {
  expect(cyclesOf(sources)).toEqual([]);
});

/** Packages that only compute (commander reads words that it is given), and the kernels' binaries. */
const computing = new Set([
  'commander',
  '@uwdata/flechette',
  'fast-png',
  ...['assemble', 'column', 'convert', 'datapage', 'delta', 'index', 'plain', 'types'].map(
    (part) => `hyparquet/src/${part}.js`,
  ),
  'hyparquet-compressors',
  'jpeg-js',
  'valibot',
  '#kernels/simd.wasm',
  '#kernels/relaxed.wasm',
]);

/** Where the public library reads paths and URLs, and looks at a clock. */
const edges = new Set(['library/openSource.ts', 'library/machine.ts']);

it('only src/cli touches the machine, and the public library where it opens a source or waits', () => {
  const wrong = sources
    .filter(({ file }) => roomOf(file) !== 'cli' && !edges.has(file))
    .map(({ file, machine, foreign }) => ({
      file,
      uses: [...machine, ...foreign.filter((target) => !computing.has(target))],
    }))
    .filter(({ uses }) => uses.length > 0);
  expect(wrong).toEqual([]);
});

/** Functions that take a list apart which the program itself made, of a few items. */
const FEW = [
  ...['Object.assign', 'Uint8Array.of', 'network', 'extent', 'cutNote', 'counted', 'operation.remedy'],
  ...['put', 'write', 'bind', 'reserve', 'kernel', 'addBad', 'library.calls[kernel]', 'Math.hypot'],
];

it('no data are spread into a call: of more than some 120,000 arguments the stack overflows', () => {
  const few = (call: string) => FEW.some((name) => call.slice(0, call.lastIndexOf('(...')).endsWith(name));
  const wrong = sources.flatMap(({ file, spreads }) =>
    spreads.filter((call) => !few(call)).map((call) => `${file}: ${call}`),
  );
  expect(wrong).toEqual([]);
});

const [BEGIN, END] = ['<!-- rooms -->', '<!-- /rooms -->'];
const HEAD = ['Room', 'Purpose', 'May import, and what those may', 'Files', 'Lines', 'Largest file'];

/** The table of the rooms; lines in hundreds, so that it need not change with every commit. */
const rows = rooms.map(({ name, purpose, imports }) => {
  const own = sources.filter(({ file }) => roomOf(file) === name);
  const lines = own.reduce((sum, source) => sum + source.lines, 0);
  const largest = own.reduce((a, b) => (b.lines > a.lines ? b : a));
  const hundreds = Math.ceil(lines / 100) * 100;
  return [name, purpose, imports.join(', '), String(own.length), String(hundreds), largest.file];
});

it('docs/architecture.md has a table of the rooms', async () => {
  const path = `${root}docs/architecture.md`;
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [table, after] = rest.split(END);
  if (process.env.UPDATE_ROOMS) {
    const { format } = await import('prettier');
    const made = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
    const written = `${before}${BEGIN}\n\n${made.join('\n')}\n\n${END}${after}`;
    writeFileSync(path, await format(written, { parser: 'markdown' }));
    return;
  }
  const written = table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const told = 'UPDATE_ROOMS=1 npx vitest run --config test/vitest.config.ts test/architecture.test.ts';
  // Sizes change with many commits, so they are checked where a whole change is checked.
  const columns = process.env.CI ? HEAD.length : 3;
  const shown = (all: readonly string[][]) =>
    all.map((cells) => cells.slice(0, columns).filter((_, column) => HEAD[column] !== 'Lines'));
  expect(shown(written), `to write the table: ${told}`).toEqual(shown(rows));
});
