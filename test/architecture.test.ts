import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.includes('assembly'),
);

const low = ['errors', 'util'];
const numbers = [...low, 'tensor'];
const kernels = [...numbers, 'kernels'];
const plan = [...kernels, 'plan'];
const parts = [
  ...plan,
  'activations',
  'augment',
  'initializers',
  'layers',
  'losses',
  'optimizers',
  'schedules',
  'metrics',
];
const tables = [...numbers, 'data', 'formats', 'report'];
const network = [...parts, 'network'];
const model = [...network, ...tables, 'model'];
const runtime = [...model, 'runtime'];
const train = [...runtime, 'train', 'explain'];
const options = [...parts, ...tables, 'network', 'options'];
const host = [...train, 'options', 'host'];
const inputs = [...host, 'inputs'];
const figures = [...inputs, 'charts', 'figures'];
const tasks = [...figures, 'tasks'];
const runs = [...tasks, 'runs'];
const commands = [...runs, 'commands'];
/** The public library: what computes, and nothing that asks the machine. */
const library = [...train, 'options', 'figures', 'tasks', 'runs', 'library'];
/** Which folders a folder may import from, beside itself. */
const allowed: Record<string, readonly string[]> = {
  errors: [],
  util: low,
  tensor: numbers,
  kernels,
  plan,
  activations: parts,
  augment: parts,
  initializers: parts,
  layers: parts,
  losses: parts,
  optimizers: parts,
  schedules: low,
  metrics: low,
  report: ['tensor'],
  charts: ['report', 'util'],
  web: ['charts', 'tensor', 'util'],
  data: tables,
  formats: tables,
  network,
  model,
  runtime,
  train: runtime,
  explain: train,
  options,
  host,
  inputs,
  figures,
  tasks,
  runs,
  commands,
  library,
  index: library,
  cli: [...commands, 'cli', '..'],
};

const folderOf = (file: string) => file.split('/')[0].replace(/\.ts$/, '');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const importsOf = (file: string) =>
  [...textOf(file).matchAll(/^(?:import|\} from)\b.*? '([^']+)';$|import\('([^']+)'\)/gm)].map(
    ([, target, lazy]) => target ?? lazy,
  );

it('imports point one way', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => folderOf(path.posix.normalize(path.posix.join(path.posix.dirname(file), target))))
      .filter((folder) => folder !== folderOf(file) && !allowed[folderOf(file)].includes(folder))
      .map((folder) => `${file} imports ${folder}`),
  );
  expect(wrong).toEqual([]);
});

/** Packages that only compute: they run in a web page too. */
const computing = new Set(['fast-png', 'jpeg-js']);

it('only src/cli touches the machine', () => {
  const machine = /\bprocess\.|\bconsole\.|\bDate\.now|\bperformance\.|Math\.random|new Date\(/;
  const wrong = files
    .filter((file) => folderOf(file) !== 'cli')
    .filter(
      (file) =>
        machine.test(textOf(file)) ||
        importsOf(file).some((target) => !/^\.|^#kernels\//.test(target) && !computing.has(target)),
    );
  expect(wrong).toEqual([]);
});

it('has no import cycles', () => {
  const graph = new Map(
    files.map((file) => [
      file,
      // Types are erased; only values can form a cycle that matters at run time.
      [...textOf(file).matchAll(/^import (?!type)[^;]*?from '(\.[^']+)'/gms)].map(([, target]) =>
        path.posix.normalize(path.posix.join(path.posix.dirname(file), target)),
      ),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [[...trail, file].join(' → ')];
    if (done.has(file)) return [];
    done.add(file);
    return (graph.get(file) ?? []).flatMap((next) => visit(next, [...trail, file]));
  };
  expect(files.flatMap((file) => visit(file, []))).toEqual([]);
});
