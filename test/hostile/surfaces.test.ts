import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { runInProcess } from '../support/inProcess.ts';
import { faultOfData, faultOfMarkdown, faultOfMarkup, faultOfScreen, hostile, hostileFile } from './names.ts';

const [a, b, target] = ['a', 'b', 't'].map(hostile);
const [yes, no] = ['yes', 'no'].map(hostile);
const [table, series, texts, model, run, ganRun] = [
  ...['d.csv', 's.csv', 'x.txt', 'm.safetensors', 'run', 'gan'],
].map(hostileFile);
// Another name than one.json is read as layers.
const network = 'n.json';
const [forecaster, writer, maker] = ['f', 'w', 'g'].map((name) => hostileFile(`${name}.safetensors`));

const home = process.cwd();
let folder = '';

interface Said {
  stdout: string;
  stderr: string;
  status: number;
}

const utf8 = (data: string | Uint8Array) => (typeof data === 'string' ? data : Buffer.from(data).toString());

/** Runs a command on a terminal with colours, or into pipes. */
async function run1(argv: readonly string[], terminal: boolean): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const status = await runInProcess(
    [...argv, '--threads', '1', '--kernels', 'reference', ...(terminal ? ['--color', 'always'] : [])],
    {
      input: undefined,
      env: { LC_ALL: 'C.UTF-8', NN_BLAS: 'none' },
      stdout: (data) => (said.stdout += utf8(data)),
      stderr: (data) => (said.stderr += utf8(data)),
      ...(terminal && { columns: 100, talking: 100 }),
    },
  );
  return { ...said, status };
}

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
const line = (fields: readonly string[]) => `${fields.map(quoted).join(',')}\n`;

/** Gives the layers of a model file hostile names; it is then a file without checksum. */
function renameLayers(file: string): void {
  const bytes = readFileSync(file);
  const end = 8 + Number(bytes.readBigUInt64LE());
  const renamed = (key: string) => key.replace(/^(?:dense|relu)\d+/, hostile);
  const header = JSON.parse(bytes.subarray(8, end).toString(), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [renamed(key), part]))
      : value,
  ) as { __metadata__: Record<string, string> };
  const { checksum: _, ...rest } = header.__metadata__;
  const network = rest.network.replaceAll(/"((?:dense|relu)\d+)"/g, (__, name: string) =>
    JSON.stringify(hostile(name)),
  );
  const text = Buffer.from(JSON.stringify({ ...header, __metadata__: { ...rest, network } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(file, Buffer.concat([length, text, bytes.subarray(end)]));
}

/** A table whose columns and classes, a network whose layers, models and a run whose files have hostile names. */
async function make(): Promise<void> {
  const rows = Array.from({ length: 24 }, (_, i) =>
    line([String(i % 7), String(i % 5), i % 3 === 0 ? yes : no]),
  );
  writeFileSync(table, line([a, b, target]) + rows.join(''));
  const months = Array.from({ length: 24 }, (_, i) =>
    line([`20${20 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`, String(i % 12)]),
  );
  writeFileSync(series, line([b, a]) + months.join(''));
  writeFileSync(texts, `${yes} ${no}\n`.repeat(4));
  const layers = ['dense', 'activation', 'dense'].map((type, i) => ({
    name: hostile(String(i)),
    type,
    options: type === 'dense' ? { units: 2 } : { function: 'relu' },
  }));
  writeFileSync(network, JSON.stringify({ input: [2], layers }));
  const short = ['--epochs', '2', '-q'];
  const made = [
    ['train', table, ...short, '--run', run, '--histograms'],
    ['train', table, '--layers', 'auto,2,auto', ...short, '-o', model],
    ['train', series, '--time', b, '--target', a, '--window', '3', ...short, '-o', forecaster],
    [
      'train',
      texts,
      '--task',
      'language',
      '--layers',
      'auto,embedding:4,gru:4:sequence,auto',
      '--window',
      '8',
      ...short,
      '-o',
      writer,
    ],
    ['gan', table, '--latent', '2', ...short, '-o', maker],
    ['gan', table, '--latent', '2', ...short, '--run', ganRun],
  ];
  for (const argv of made) {
    const { status, stderr } = await run1(argv, false);
    expect([argv[0], status, status === 0 ? '' : stderr]).toEqual([argv[0], 0, '']);
  }
  renameLayers(model);
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nn-hostile-'));
  process.chdir(folder);
  await make();
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const short = ['--epochs', '1'];
const picture = (kind: string, ...words: string[]) => ['plot', kind, ...words];

/** What each command is asked; every command has a line, or a reason to have none. */
const calls: Readonly<Record<string, readonly (readonly string[])[] | string>> = {
  'gen-random': 'reads nothing',
  doctor: 'reads nothing',
  describe: [
    ['describe', table],
    ['describe', table, '--column', `${a}:date`],
  ],
  shape: [
    ['shape', table],
    ['shape', hostile('literal')],
  ],
  show: [
    ['show', table],
    ['show', table, '--column', hostile('none')],
    ['show', model],
  ],
  dot: [
    ['dot', table, table],
    ['dot', hostile('literal'), '[1]'],
  ],
  forward: [
    ['forward', table, '--model', model],
    ['forward', table, '--layers', network],
  ],
  train: [
    ['train', table, ...short],
    ['train', table, '--target', hostile('none')],
    ['train', table, '--k-fold', '2', ...short],
    ['train', hostileFile('none.csv')],
    ['train', table, '--features', hostile('none')],
  ],
  tune: [['tune', table, '--learning-rate', '0.1,0.01', ...short]],
  compare: [
    ['compare', 'optimizers', table, ...short, '--only', 'sgd'],
    ['compare', 'activations', table, ...short, '--only', 'relu'],
  ],
  'learning-curve': [['learning-curve', table, '--points', '2', '--repeats', '1', ...short]],
  predict: [
    ['predict', model, table],
    ['predict', model, series],
    ['predict', model, table, '--proba'],
  ],
  evaluate: [
    ['evaluate', model, table],
    ['evaluate', model, series],
  ],
  forecast: [['forecast', forecaster, series, '--steps', '2']],
  gan: [
    ['gan', table, '--latent', '2', ...short],
    ['gan', '--resume', ganRun, '--epochs', '3'],
  ],
  generate: [
    ['generate', writer, '--length', '60'],
    ['generate', maker, '--count', '2'],
  ],
  explain: ['forward', 'backward', 'step'].map((part) => ['explain', part, model, table]),
  inspect: [
    ['inspect', model],
    ['inspect', model, '--columns'],
    ['inspect', model, '--data', table],
  ],
  diff: [
    ['diff', model, run],
    ['diff', model, forecaster],
  ],
  importance: [['importance', model, table]],
  gradcheck: [['gradcheck', model, table]],
  plot: [
    ...['scatter', 'histogram'].map((kind) => picture(kind, table)),
    picture('curves', run),
    ...['boundary', 'confusion', 'roc', 'reliability', 'softmax', 'network'].map((kind) =>
      picture(kind, model, table),
    ),
    picture('weights', model),
    picture('filters', model),
    picture('features', model, table),
    picture('window', model, table),
    picture('states', forecaster, series),
    picture('states', writer, texts),
    picture('curves', ganRun),
    picture('histograms', run),
    picture('augment', table, '--augment', 'noise:0.1'),
    picture(hostile('kind')),
  ],
  summary: [
    ['summary', model],
    ['summary', '--layers', network],
  ],
  runs: [
    ['runs', '.'],
    ['runs', run, run],
    ['runs', run, ganRun],
    ['runs', hostileFile('none')],
    ['runs', '.', '--filter', hostile('x=1')],
  ],
  report: [
    ['report', run, '--force'],
    ['report', ganRun, '--force'],
    ['report', hostileFile('none')],
  ],
  diagnose: [['diagnose', run]],
  replay: [['replay', run, '--verify']],
  help: [['help', hostile('topic')]],
  completion: [
    ['completion', 'columns', table],
    ['completion', hostile('shell')],
  ],
};

const lines = commands
  .filter(({ name }) => !/^gen-(?!random)/.test(name))
  .flatMap(({ name }) => {
    const found = calls[name];
    if (found === undefined) throw new Error(`nothing is asked of nn ${name}`);
    return typeof found === 'string' ? [] : found.map((argv, i) => [`nn ${name}, ${i + 1}`, argv] as const);
  });

/** What may not be: an internal error, or a fault of this form. */
function check(
  { stdout, stderr, status }: Said,
  argv: readonly string[],
  faultOf: (text: string) => string | undefined,
) {
  const what = argv.join(' ');
  expect([0, 1, 2], `${what}\n${stderr}`).toContain(status);
  expect(faultOfScreen(stderr), `stderr of ${what}`).toBeUndefined();
  expect(faultOf(stdout), `stdout of ${what}`).toBeUndefined();
}

it.each(lines)('%s: on a terminal, and as lines, Markdown, a page, data', async (_, argv) => {
  check(await run1(argv, true), argv, faultOfScreen);
  // Generated text is data.
  if (argv[0] !== 'generate') check(await run1([...argv, '--format', 'table'], false), argv, faultOfScreen);
  check(await run1([...argv, '--format', 'markdown'], false), argv, faultOfMarkdown);
  const page = await run1([...argv, '--format', 'html'], false);
  check(page, argv, (text) => (text.startsWith('<!doctype') ? faultOfMarkup(text, 2) : undefined));
  for (const format of ['csv', 'jsonl', 'json'])
    check(await run1([...argv, '--format', format], true), argv, faultOfData);
});

it.each(['svg', 'png', 'html'])('pictures as %s', async (extension) => {
  const drawn = lines.map(([, argv]) => argv).filter(([name]) => ['plot', 'report', 'show'].includes(name));
  for (const [i, argv] of drawn.entries()) {
    if (argv[0] === 'report' && extension !== 'html') continue;
    // A PNG is drawn from the SVG: some of them do.
    if (extension === 'png' && i % 4 > 0) continue;
    const file = `out.${extension}`;
    rmSync(file, { force: true });
    const said = await run1([...argv.filter((word) => word !== '--force'), '-o', file], true);
    check(said, argv, faultOfScreen);
    if (existsSync(file) && extension !== 'png')
      expect(faultOfMarkup(readFileSync(file, 'utf8'), 2), argv.join(' ')).toBeUndefined();
  }
});

it('data into a pipe keeps its bytes, JSON on a terminal its values', async () => {
  const { stdout } = await run1(['predict', model, table, '--format', 'csv'], false);
  expect(stdout.startsWith(line([a, b, target]).trimEnd())).toBe(true);
  const json = await run1(['describe', table, '--json'], true);
  const { columns } = JSON.parse(json.stdout.replaceAll('\u001b', '')) as { columns: { name: string }[] };
  expect(columns.map(({ name }) => name)).toEqual([a, b, target]);
});
