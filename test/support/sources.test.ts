import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { expect, it } from 'vitest';
import { cyclesOf, readSources } from './sources.ts';

const read = (files: Record<string, string>) => {
  const config = JSON.stringify({
    compilerOptions: { module: 'nodenext', allowImportingTsExtensions: true, noEmit: true, types: [] },
  });
  const fs = createVirtualFileSystem({
    '/p/tsconfig.json': config,
    '/p/src/b.ts': 'export type B = 1;',
    ...files,
  });
  return readSources('/p/src', ['/p/tsconfig.json'], { fs });
};

it('knows every way to import', () => {
  const lines = [
    `import { a } from './a.ts';`,
    `import type { B } from './b.ts';`,
    `import './c.ts';`,
    `export * from './d.ts';`,
    `export type { E } from './e/e.ts';`,
    `export const f = () => import('./f.ts');`,
    `export type G = import('./g.ts').G;`,
    `import fs from 'node:fs';`,
    `import data from '../data.json' with { type: 'json' };`,
    `// import { no } from './no.ts';`,
    `export const text = "import { no } from './no.ts';";`,
  ];
  const [{ imports, foreign, lines: count }] = read({ '/p/src/a.ts': lines.join('\n') + '\n' });
  expect(imports).toEqual(['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e/e.ts', 'f.ts', 'g.ts']);
  expect(foreign).toEqual(['node:fs', '../data.json']);
  expect(count).toBe(lines.length);
});

it('knows what is asked of the machine, and what only has such a name', () => {
  const [{ machine }] = read({
    '/p/src/a.ts': [
      'export const now = Date.now() + Math.random();',
      'export const seen = (x: { process: number }) => x.process;',
      'const { stdout } = process;',
      'console.log(`${performance.now()} ${new Date()}`, stdout);',
      'export const load = (name: string) => import(name);',
      'export interface Timer { setTimeout: () => void }',
      '// Buffer',
    ].join('\n'),
  });
  expect(machine.toSorted()).toEqual([
    ...['Date.now', 'Math.random', 'console', 'import(…)', 'new Date', 'performance', 'process'],
  ]);
});

it('finds cycles, types included', () => {
  const sources = read({
    '/p/src/a.ts': `import type { B } from './b.ts'; export type A = B;`,
    '/p/src/b.ts': `export type { C as B } from './c.ts';`,
    '/p/src/c.ts': `export type C = import('./a.ts').A;`,
    '/p/src/d.ts': `import { e } from './e.ts'; export const d = e;`,
    '/p/src/e.ts': `export const e = 1;`,
  });
  expect(cyclesOf(sources)).toEqual([['a.ts', 'b.ts', 'c.ts']]);
});
