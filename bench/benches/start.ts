import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, nn } from '../measure.ts';
import type { Bench, Row } from '../measure.ts';
import { root } from '../../test/support/workspace.ts';

/** Rounds in which the commands take turns, and runs of each in a round: the shell counts hundredths of a second. */
const ROUNDS = 5;
const RUNS = 5;

/** Short commands, and the share of the time of `node -e 0` that each may take. */
const commands: readonly (readonly [words: readonly string[], most: number])[] = [
  [['shape', '[1,2,3]'], 1.6],
  [['dot', '[1,2]', '[3,4]'], 1.6],
  [['gen-spiral', '100', '3'], 1.6],
  [['--help'], 1.6],
  [['help', 'train'], 1.6],
  [['train', 'spiral', '--nnfs', '--epochs', '1', '-q', '--force', '-o', 'm.safetensors'], 3],
];

/** Milliseconds that the processor works for a process, the mean of some runs, counted by the shell; its output goes into a file. */
function processorTime(words: readonly string[], cwd: string): number {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const out = openSync(path.join(cwd, 'out'), 'w');
  const script = `for i in $(seq ${RUNS}); do "$@" 2>/dev/null || exit; done; times`;
  const { status } = spawnSync('sh', ['-c', script, 'sh', process.execPath, ...words], {
    cwd,
    env,
    stdio: ['ignore', out, 'inherit'],
  });
  closeSync(out);
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`);
  // The last line: user and system time of what the shell has started.
  const [last = ''] = readFileSync(path.join(cwd, 'out'), 'utf8').trimEnd().split('\n').slice(-1);
  const seconds = [...last.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => 60 * Number(minutes) + Number(rest),
  );
  return (1000 * seconds.reduce((sum, part) => sum + part, 0)) / RUNS;
}

export const start: Bench = {
  name: 'start',
  about: `time of the processor for short commands, against node -e 0; median of ${ROUNDS} rounds`,
  async run() {
    const cwd = mkdtempSync(path.join(tmpdir(), 'nn-start-'));
    const program = path.join(root, 'bin', 'nn.js');
    const all = [['-e', '0'], ...commands.map(([words]) => [program, ...words])];
    // What is compiled in the first run is kept for the others.
    for (const [words] of commands) if (words[0] !== 'train') nn(words);
    const times = all.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, words] of all.entries()) times[i].push(processorTime(words, cwd));
    rmSync(cwd, { recursive: true });
    const [empty, ...ours] = times.map(median);
    return commands.map(([words, most], i): Row => ({
      bench: 'start',
      against: `nn ${words.slice(0, 2).join(' ')} / node -e 0`,
      ours: `${ours[i].toFixed(0)} ms`,
      theirs: `${empty.toFixed(0)} ms × ${most}`,
      ratio: (most * empty) / ours[i],
      target: 1,
    }));
  },
};
