import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nnInside } from '../support/nn.ts';
import { hasTmux, Tmux } from '../support/tmux.ts';
import { root, Workspace } from '../support/workspace.ts';
import { textWidth } from '../../src/util/textWidth.ts';

// Screens of a real tmux, stored as text in screens/; UPDATE_SCREENS=1 writes them anew, to be looked at.

const update = process.env.UPDATE_SCREENS === '1';
const stored = path.join(root, 'test', 'cli', 'screens');

const model = '--layers auto,8,auto --kernels reference --threads 1 --force';
const commands = {
  train: `nn train iris.csv ${model} --epochs 20 --run a`,
  watch: `nn train spiral.csv ${model} --epochs 6 --early-stopping 0 --watch -o spiral.safetensors`,
  tune: `rm -rf t; nn tune iris.csv --learning-rate 0.001,0.1 --epochs 4 --kernels reference --threads 1 --folder t`,
  describe: 'nn describe iris.csv',
  summary: 'nn summary r',
  help: 'nn help train',
  diagnose: 'nn diagnose r',
};
const sizes = [
  [40, 12],
  [80, 24],
  [200, 60],
] as const;

/** What depends on time, and on nothing else. */
const timeless = (text: string) =>
  text
    .replaceAll(/\d[\d.,]* (?:ms|min|s|samples\/s)(?![a-z])/g, '#')
    .replaceAll(/[ \t]+$/gm, '')
    .trimEnd();

/** A line to be copied into a shell, or a part of one: these are never folded. */
const isCommand = (line: string) => /(?:^|\s)nn [a-z]/.test(line);

let workspace: Workspace;
let tmux: Tmux | undefined;
const home = process.cwd();

beforeAll(async () => {
  workspace = new Workspace();
  process.chdir(workspace.folder);
  const { stdout } = await nnInside(['gen-spiral', '100', '3']);
  writeFileSync('spiral.csv', stdout);
  await nnInside(`train iris.csv ${model} --epochs 20 -q --run r`.split(' '));
  if (hasTmux) tmux = new Tmux(workspace.folder, 80, 24);
}, 120_000);
afterAll(() => {
  tmux?.end();
  process.chdir(home);
  workspace.clean();
});

describe.sequential.each(sizes)('on a screen of %d × %d', (columns, rows) => {
  it.skipIf(!hasTmux).each(Object.entries(commands))('nn %s', { timeout: 120_000 }, async (name, line) => {
    if (!tmux) return;
    tmux.resize(columns, rows);
    rmSync('a', { recursive: true, force: true });
    await tmux.run(line)();
    const all = timeless(tmux.all());
    const folded = timeless(tmux.all(true))
      .split('\n')
      .filter((one) => textWidth(one) > columns && !isCommand(one));
    expect(folded, 'lines that the terminal broke').toEqual([]);
    expect(all, 'what is left of a bar').not.toMatch(/[━─]{3,} |(?:left|left at most)$/m);
    const file = path.join(stored, `${name}-${columns}x${rows}.txt`);
    if (update) writeFileSync(file, `${all}\n`);
    expect(`${all}\n`).toBe(readFileSync(file, 'utf8'));
  });
});

it(
  'nn train in a window that is made narrower and wider leaves no bar, and its results on the screen',
  {
    timeout: 180_000,
  },
  async ({ skip }) => {
    if (!tmux) return skip('ABSENT: tmux: no screen was looked at');
    tmux.resize(80, 24);
    // As many epochs as are wanted: it is stopped when all has been looked at.
    const ended = tmux.run(
      'nn train spiral.csv --layers auto,64,64,auto --epochs 100000 --early-stopping 0 --run w',
    );
    const bars = (screen: string) => screen.match(/^[━─]{6,}/gm)?.length ?? 0;
    await tmux.until((screen) => bars(screen) === 1);
    for (const [columns, rows] of [
      [40, 12],
      [61, 20],
      [33, 12],
      [120, 30],
      [80, 24],
    ] as const) {
      tmux.resize(columns, rows);
      const edge = Math.max(6, Math.min(30, columns - 46));
      // The bar of this width is drawn, and no other is left.
      await tmux.until((screen) => new RegExp(`^[━─]{${edge}} epoch \\d`, 'm').test(screen));
      const screen = tmux.screen();
      expect(bars(screen), screen).toBe(1);
      expect(screen.match(/samples\/s/g), screen).toHaveLength(1);
      expect(screen.match(/^val loss/gm), screen).toHaveLength(1);
    }
    tmux.keys('C-c');
    await ended();
    const screen = tmux.screen();
    expect(tmux.all(), screen).not.toMatch(/[━─]{6,} epoch/);
    for (const text of ['w/model.safetensors', 'validation accuracy', 'diagnosis', 'this network'])
      expect(screen).toContain(text);
  },
);
