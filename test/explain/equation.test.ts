import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { equationsOf } from '../../src/explain/equation.ts';
import { equationBlocks, equationText } from '../../src/explain/equationText.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { golden } from '../support/fixtures.ts';
import { nnInside } from '../support/nn.ts';

interface Stored {
  readonly left: string;
  readonly where?: string;
  readonly terms: readonly { readonly input: string; readonly factor: number }[];
  readonly constant: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'nn-equation-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** The equations of a network that `nn train` learned. */
async function learned(data: string, options: string): Promise<{ equations: Stored[]; model: string }> {
  const model = path.join(folder, `${Math.random()}.safetensors`);
  const words = ['train', data, ...options.split(' '), '--validation-split', '0', '-q', '-o', model];
  const { stderr, status } = await nnInside(words);
  expect([stderr, status]).toEqual(['', 0]);
  const { stdout } = await nnInside(['summary', model, '--json']);
  return { equations: JSON.parse(stdout).equations, model };
}

async function predictions(model: string, data: string, ...options: string[]) {
  const { stdout } = await nnInside(['predict', model, data, '--format', 'jsonl', ...options]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>);
}

/** Gradient descent on all rows at once, in float64, until nothing changes any more. */
const exact =
  '--optimizer sgd --learning-rate 0.3 --batch-size full --l2 0 --epochs 3000 --early-stopping 0 --dtype float64 --kernels reference';

describe('the equation of a linear regression', () => {
  const solutions = golden<Record<'casas' | 'iris', number[]>>('equations.json');
  it.each([
    ['casas', 'casas.csv', '--layers 2,1'],
    ['iris', 'iris.csv', '--layers auto,auto --target petal_width --drop species'],
  ] as const)('is what numpy.linalg.lstsq finds: %s', async (name, data, options) => {
    const { equations } = await learned(fixture(data), `${options} ${exact}`);
    const [{ terms, constant }] = equations;
    const found = [...terms.map(({ factor }) => factor), constant];
    expect(found).toHaveLength(solutions[name].length);
    found.forEach((value, i) => expect(value / solutions[name][i]).toBeCloseTo(1, 8));
  });

  it('is shown after training, by summary and at the end of explain forward', async () => {
    const { model } = await learned(fixture('casas.csv'), `--layers 2,1 ${exact}`);
    const line = 'preco = 100·tamanho + 50·quartos + 20000';
    expect((await nnInside(['summary', model])).stdout).toContain(`\n\n${line}\n`);
    const { stdout } = await nnInside(['explain', 'forward', model, fixture('casas.csv')]);
    expect(stdout).toMatch(/in the units of the data\n\npreco = 100·tamanho \+ 50·quartos \+ 20000\n$/);
    const again = ['train', fixture('casas.csv'), '--layers', '2,1', ...exact.split(' '), '-q'];
    const trained = await nnInside([...again, '-o', path.join(folder, 'again.safetensors')]);
    expect(trained.stdout).toContain(line);
    expect(trained.stdout).toMatch(/in the unit of preco\n +RMSE +MAE +R²\n─+\ntraining .* 1\n/);
  });
});

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DAY = 86_400_000;
const rows = Array.from({ length: 90 }, (_, i) => ({
  area: i % 7 === 3 ? '' : String(40 + ((i * 37) % 90)),
  quartos: String(1 + (i % 4)),
  idade: String((i * 13) % 50),
  bairro: ['Centro', 'Savassi', 'Vila Nova'][(i * 5) % 3],
  mobiliado: i % 4 === 1 ? 'sim' : 'não',
  data: new Date(Date.UTC(2021, 2, 1) + i * 11 * DAY).toISOString().slice(0, 10),
  preco: String(1000 + ((i * 29) % 83) * 10 + (i % 4) * 100),
  classe: (i * 29) % 83 > 40 ? 'caro' : 'barato',
}));
type Row = (typeof rows)[number];
const columns = Object.keys(rows[0]) as (keyof Row)[];
const data = path.join(folder, 'casas-mistas.csv');
writeFileSync(
  data,
  [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((r) => r.join()).join('\n'),
);

const meanOf = (name: keyof Row) => {
  const known = rows.filter((row) => row[name] !== '').map((row) => Number(row[name]));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** What stands in a row for an input of an equation. */
function valueOf(input: string, row: Row, missing: number): number {
  const date = new Date(row.data);
  const month = (2 * Math.PI * date.getUTCMonth()) / 12;
  const known: Record<string, number> = {
    'days(data)': (date.getTime() - Date.parse(rows[0].data)) / DAY,
    'year(data)': date.getUTCFullYear(),
    'sin month(data)': Math.sin(month),
    'cos month(data)': Math.cos(month),
    '(quartos^2)': Number(row.quartos) ** 2,
  };
  if (input in known) return known[input];
  const inside = /^\[(.*)\]$/.exec(input)?.[1];
  if (inside === undefined) {
    const text = row[input as keyof Row];
    return text === '' ? missing : Number(text);
  }
  if (inside === 'area missing') return Number(row.area === '');
  const [, low, high] = /^(?:([\d.]+)≤)?idade(?:<([\d.]+))?$/.exec(inside) ?? [];
  const least = /^idade≥([\d.]+)$/.exec(inside)?.[1] ?? low;
  if (inside.includes('idade'))
    return Number(Number(row.idade) >= Number(least ?? -1) && Number(row.idade) < Number(high ?? 1e9));
  const [name, value] = inside.split('=') as [keyof Row, string];
  return Number(name === 'data' ? days[date.getUTCDay()] === value : row[name] === value);
}

const computed = ({ terms, constant }: Stored, row: Row, missing = meanOf('area')) =>
  terms.reduce((sum, { input, factor }) => sum + factor * valueOf(input, row, missing), constant);

describe('an equation of columns of every kind', () => {
  const some = '--bins idade:4 --features quartos^2 --epochs 40';
  it.each([
    ['one layer', '--layers auto,auto', meanOf('area')],
    ['three linear layers', '--layers auto,6,dropout:0.2,4,auto --activation linear', meanOf('area')],
    ['numbers as they are', '--layers auto,auto --no-standardize', 0],
  ])('gives what nn predict gives: %s', async (_, layers, missing) => {
    const { equations, model } = await learned(data, `--target preco --drop classe ${some} ${layers}`);
    const [equation] = equations;
    expect(equation.left).toBe('preco');
    expect(equation.terms.map(({ input }) => input)).toEqual(
      expect.arrayContaining([
        'area',
        '[area missing]',
        '[bairro=Vila Nova]',
        '[mobiliado=sim]',
        '(quartos^2)',
      ]),
    );
    const answers = await predictions(model, data);
    rows.forEach((row, i) => {
      const { prediction } = answers[i];
      expect(Math.abs(computed(equation, row, missing) - prediction)).toBeLessThan(
        1e-5 * Math.abs(prediction) + 1e-3,
      );
    });
  });

  it.each([
    ['softmax of two classes', '--layers auto,auto'],
    ['one probability', '--layers auto,1 --loss binary-cross-entropy'],
  ])('says the logarithm of the odds: %s', async (_, layers) => {
    const { equations, model } = await learned(data, `--target classe --drop preco ${some} ${layers}`);
    expect(equations).toMatchObject([{ left: 'ln(p / (1 − p))', where: 'p: probability of caro' }]);
    const answers = await predictions(model, data, '--proba');
    rows.forEach((row, i) => {
      const p = answers[i]['p(caro)'];
      expect(computed(equations[0], row)).toBeCloseTo(Math.log(p / (1 - p)), 4);
    });
  });
});

describe('other networks', () => {
  const tensor = (shape: number[], ...values: number[]) => ({
    shape,
    dtype: 'float64' as const,
    data: Float64Array.from(values),
  });
  const layersOf = (text: string, outputActivation = 'linear') =>
    parseLayers(text, { activation: 'relu', outputActivation });

  it('count their inputs and outputs where no columns are known', () => {
    const weights = new Map([
      ['dense1.weight', tensor([2, 2], 100, -1, 50, 0.25)],
      ['dense1.bias', tensor([2], 20_000, -3)],
    ]);
    const equations = equationsOf({ spec: layersOf('2,2'), weights }) ?? [];
    expect(equations.map(equationText)).toEqual([
      'y[0] = 100·x[0] + 50·x[1] + 20000',
      'y[1] = −1·x[0] + 0.25·x[1] − 3',
    ]);
  });

  it('have none with a hidden layer, or with other layers', () => {
    const weights = new Map([
      ['dense1.weight', tensor([2, 2], 1, 2, 3, 4)],
      ['dense2.weight', tensor([2, 1], 1, 2)],
    ]);
    expect(equationsOf({ spec: layersOf('2,2,tanh,1'), weights })).toBeUndefined();
    expect(equationsOf({ spec: layersOf('2,2,linear,1'), weights })).toHaveLength(1);
    expect(equationsOf({ spec: layersOf('2,layernorm,2'), weights })).toBeUndefined();
  });

  it('of many inputs say the terms that count most', () => {
    const factors = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? i : -i) / 10);
    const weights = new Map([
      ['dense1.weight', tensor([20, 1], ...factors)],
      ['dense1.bias', tensor([1], 0)],
    ]);
    const [equation, note] = equationBlocks(equationsOf({ spec: layersOf('20,1'), weights }));
    expect(equation).toMatchObject({
      text: expect.stringMatching(/^y = 0\.8·x\[8\] − 0\.9·x\[9\] .* − 1\.9·x\[19\] \+ … \+ 0$/),
    });
    expect(note).toMatchObject({ text: '8 smaller terms left out; --json has all' });
  });
});

it('the golden is of the data that ships', () => {
  expect(readFileSync(fixture('casas.csv'), 'utf8').split('\n')[1]).toBe('50,1,25050');
});
