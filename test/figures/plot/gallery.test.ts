import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { plotKinds } from '../../../src/figures/plot/index.ts';

const cases = fileURLToPath(new URL('../../cases/plot', import.meta.url));
const stored = readdirSync(cases).map((name) => {
  const text = (file: string) => readFileSync(path.join(cases, name, file), 'utf8');
  return { cmd: text('cmd'), files: readdirSync(path.join(cases, name)), text };
});

it.each(plotKinds.names)('%s is stored as terminal text and as SVG', (kind) => {
  const of = stored.filter(({ cmd, files }) => cmd.includes(`nn plot ${kind} `) && files.includes('stdout'));
  const svg = of.filter(({ text }) => text('stdout').includes('<svg'));
  const terminal = of.filter(
    ({ text }) => /^ .*\n.*[│|#+(]/m.test(text('stdout')) && !text('stdout').includes('<svg'),
  );
  expect(svg.length, 'SVG').toBeGreaterThan(0);
  expect(terminal.length, 'terminal').toBeGreaterThan(0);
});
