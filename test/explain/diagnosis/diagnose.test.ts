import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flagOf } from '../../../src/util/flag.ts';
import { optionText } from '../../../src/options/spec.ts';
import { trainOptions } from '../../../src/options/train.ts';
import { diagnose } from '../../../src/explain/diagnosis/diagnose.ts';
import type {
  Case,
  DataFacts,
  HistoryRow,
  LeftOut,
  RunFacts,
} from '../../../src/explain/diagnosis/define.ts';

const folder = new URL('../../../fixtures/histories/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** A history.csv as `nn train` wrote it. */
function historyOf(text: string): HistoryRow[] {
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const value = (name: string) => Number(cells[names.indexOf(name)]);
    const known = (key: string, name: string) => (names.includes(name) ? { [key]: value(name) } : {});
    return {
      epoch: value('epoch'),
      loss: value('data_loss'),
      ...known('accuracy', 'accuracy'),
      ...known('validationLoss', 'val_loss'),
      ...known('validationAccuracy', 'val_accuracy'),
    };
  });
}

interface Recorded {
  name: string;
  command: string;
  data: DataFacts;
  run: RunFacts;
  expected: string[];
}
const recorded = JSON.parse(read('cases.json')) as Recorded[];
const caseOf = ({ name, data, run }: Recorded): Case => ({
  history: historyOf(read(`${name}.csv`)),
  data,
  run,
});
const named = (name: string) => {
  const found = recorded.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('histories of nn train', () => {
  it.each(recorded.map((one) => [one.name, one.expected.join(', '), one] as const))(
    '%s: %s',
    (_, __, one) => {
      const verdicts = diagnose(caseOf(one));
      expect(verdicts.map(({ name }) => name)).toEqual(one.expected);
      for (const { name, evidence, remedies } of verdicts) {
        expect(evidence).toMatch(/^[A-Z\d].*\d.*\.$/s);
        expect(evidence).not.toMatch(/NaN|undefined|Infinity/);
        if (name !== 'good fit') expect(remedies.length).toBeGreaterThan(0);
      }
    },
  );

  it('says since when a network overfits', () => {
    const [overfitting] = diagnose(caseOf(named('spiral-small')));
    expect(overfitting.since).toBeGreaterThan(5);
    expect(overfitting.since).toBeLessThan(25);
    expect(overfitting.evidence).toContain(
      '10.8 % of the validation rows are correct (33.3 % for the majority class)',
    );
    expect(overfitting.remedies.map(({ patch }) => patch && optionText(patch))).toEqual([
      '--l2 0.001',
      '--early-stopping 50',
      '--dropout 0.2',
      '--layers 2,32,32,3',
      '--augment noise:0.1',
      undefined,
    ]);
  });

  it('proposes what differs from the run', () => {
    const small = caseOf(named('spiral-small'));
    const [again] = diagnose({ ...small, run: { ...small.run, dropout: 0.2, l2: 0.002, bestKept: true } });
    expect(again.remedies.slice(0, 2).map(({ patch = {} }) => optionText(patch))).toEqual([
      '--l2 0.01',
      '--dropout 0.4',
    ]);
    const [wider] = diagnose(caseOf(named('spiral-2-2-3')));
    expect(wider.remedies[0].patch).toEqual({ layers: '2,32,3' });
    const [line] = diagnose(caseOf(named('sine-line')));
    expect(line.remedies[0].patch).toEqual({ layers: '1,32,1' });
    const [longer] = diagnose(caseOf(named('digits-two-epochs')));
    expect(longer.remedies.map(({ patch = {} }) => optionText(patch))).toEqual(['--epochs 20']);
    const [scaled] = diagnose(caseOf(named('wine-not-scaled')));
    expect(scaled.remedies[0].patch).toEqual({ standardize: true });
    const [penalty] = diagnose(caseOf(named('wine-l2')));
    expect(penalty.remedies[0].patch).toEqual({ l2: '0.1' });
  });

  it('proposes options that nn train has', () => {
    const known = new Set(Object.keys(trainOptions).map(flagOf));
    const proposed = recorded
      .flatMap((one) => diagnose(caseOf(one)))
      .flatMap(({ remedies }) => remedies)
      .flatMap(({ patch = {} }) =>
        optionText(patch)
          .split(' ')
          .filter((word) => word.startsWith('--')),
      );
    expect(proposed.length).toBeGreaterThan(20);
    expect(proposed.filter((option) => !known.has(option))).toEqual([]);
  });
});

const data: DataFacts = {
  rows: 1000,
  validationRows: 250,
  inputs: 10,
  classes: [
    { name: 'no', rows: 500 },
    { name: 'yes', rows: 500 },
  ],
  baselineLoss: Math.log(2),
  constant: [],
  duplicates: [],
  leaks: [],
};
const run: RunFacts = { learningRate: 0.01, layers: '10,64,2', epochs: 100 };

/** A run of 100 epochs from functions of time, 0 … 1. */
function made(
  loss: (t: number) => number,
  validationLoss: (t: number) => number,
  accuracy = 0.95,
  validationAccuracy = accuracy,
): HistoryRow[] {
  return Array.from({ length: 100 }, (_, epoch) => {
    const t = epoch / 99;
    return { epoch, loss: loss(t), validationLoss: validationLoss(t), accuracy, validationAccuracy };
  });
}
const falling = (to: number) => (t: number) => to + (0.8 - to) * Math.exp(-8 * t);
const names = (one: Case) => diagnose(one).map(({ name }) => name);

describe('made curves', () => {
  it('a good fit', () => {
    expect(names({ history: made(falling(0.1), falling(0.15)), data, run })).toEqual(['good fit']);
  });
  it('a small rise of a small validation loss is no overfitting', () => {
    const turning = (t: number) => falling(0.1)(t) + 0.03 * t;
    expect(names({ history: made(falling(0.05), turning), data, run })).toEqual(['good fit']);
  });
  it('a valley of the validation loss is, from its bottom on', () => {
    const valley = (t: number) => 0.3 + 2 * (t - 0.3) ** 2;
    const [verdict] = diagnose({ history: made(falling(0.01), valley, 0.99, 0.9), data, run });
    expect(verdict).toMatchObject({ name: 'overfitting', since: 30 });
  });
  it('begins where the validation loss was least, as it was measured', () => {
    const valley = (t: number) => 0.3 + 2 * (t - 0.3) ** 2 - (Math.abs(t - 33 / 99) < 0.001 ? 0.1 : 0);
    const [verdict] = diagnose({ history: made(falling(0.01), valley, 0.99, 0.9), data, run });
    expect(verdict).toMatchObject({ name: 'overfitting', since: 33 });
    expect(verdict.evidence).toContain('fell to 0.202 at epoch 33 and rose');
  });
  it('no beginning is named while validation rows still gain, if little', () => {
    const slow = (t: number) => 0.8 - 0.02 * t;
    const [verdict] = diagnose({ history: made(falling(0.01), slow, 0.99, 0.6), data, run });
    expect(verdict.name).toBe('overfitting');
    expect(verdict.since).toBeUndefined();
    expect(verdict.evidence).toContain('hardly fallen since epoch 0 (its least is 0.780 at epoch 99)');
  });
  it('of a history with some epochs the least loss is that of the run, or none that is false', () => {
    const history = made(falling(0.1), falling(0.15)).filter(({ epoch }) => epoch % 20 === 0);
    const fit = {
      training: { rows: data.rows, loss: 0.09, accuracy: 0.97 },
      validation: { rows: data.validationRows, loss: 0.1, accuracy: 0.97 },
    };
    const known = { ...run, least: { loss: 0.1, epoch: 91 } };
    const evidence = (one: RunFacts) => diagnose({ history, data, run: one, fit })[0].evidence;
    expect(evidence(known)).toContain('0.100 for validation rows, whose least was 0.100 at epoch 91');
    expect(evidence(run)).toContain('0.100 for validation rows');
    expect(evidence(run)).not.toContain('whose least');
  });
  it('a gap in accuracy counts only beyond what chance makes of so few rows', () => {
    const history = made(falling(0.05), falling(0.3), 0.98, 0.86);
    expect(names({ history, data, run })).toEqual(['overfitting']);
    expect(names({ history, data: { ...data, validationRows: 20 }, run })).toEqual([]);
  });
  it('noise about a floor is no overfitting', () => {
    let seed = 1;
    const noise = () => (seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5;
    const noisy = (to: number) => (t: number) => falling(to)(t) * (1 + 0.3 * noise());
    expect(names({ history: made(noisy(0.1), noisy(0.12)), data, run })).toEqual(['good fit']);
  });
  it('a loss that jumps without falling', () => {
    let epoch = 0;
    const jumping = () => 0.69 + (epoch++ % 2) * 0.3;
    expect(names({ history: made(jumping, () => 0.8, 0.5), data, run })).toEqual(['learning rate too high']);
  });
  it('a run that diverged, even in its first epoch', () => {
    const [verdict] = diagnose({ history: [], data, run: { ...run, diverged: 0 } });
    expect(verdict.name).toBe('learning rate too high');
    expect(verdict.evidence).toBe('With a learning rate of 0.01 a loss stopped being finite in epoch 0.');
    expect(verdict.remedies[0].patch).toEqual({ learningRate: '0.001' });
  });
  it('a line down is too slow, a curve that flattened is not', () => {
    const line = (t: number) => 0.75 - 0.1 * t;
    expect(names({ history: made(line, line, 0.55), data, run })).toEqual(['learning rate too low']);
    const flat = (t: number) => 0.62 + 0.13 * Math.exp(-12 * t);
    expect(names({ history: made(flat, flat, 0.55), data, run })).toEqual(['underfitting']);
  });
  it('a good training loss without validation rows says nothing', () => {
    const history = made(falling(0.05), () => 0).map(({ epoch, loss, accuracy }) => ({
      epoch,
      loss,
      ...(accuracy !== undefined && { accuracy }),
    }));
    expect(diagnose({ history, data: { ...data, validationRows: 0 }, run })).toEqual([]);
  });
  it('a regression by its losses', () => {
    const { classes: _, ...values } = { ...data, baselineLoss: 1 };
    const part = (losses: (t: number) => number, validation: (t: number) => number) =>
      made(losses, validation).map(({ epoch, loss, validationLoss }) => ({
        epoch,
        loss,
        ...(validationLoss !== undefined && { validationLoss }),
      }));
    expect(names({ history: part(falling(0.05), falling(0.06)), data: values, run })).toEqual(['good fit']);
    expect(names({ history: part(falling(0.05), falling(0.4)), data: values, run })).toEqual(['overfitting']);
    expect(names({ history: part(falling(0.5), falling(0.5)), data: values, run })).toEqual(['underfitting']);
  });
});

describe('data', () => {
  const history = made(falling(0.1), falling(0.12));
  const withData = (facts: Partial<DataFacts>): Case => ({ history, data: { ...data, ...facts }, run });
  it('unbalanced', () => {
    const classes = [
      { name: 'rare', rows: 40 },
      { name: 'common', rows: 960 },
    ];
    const [verdict] = diagnose(withData({ classes, baselineLoss: 0.168 }));
    expect(verdict.evidence).toBe(
      'Of 1,000 rows "rare" has 40 (4.0 %) and "common" has 960 (96.0 %): predicting "common" for every row has an accuracy of 96.0 %; the accuracy of the model is 95.0 %.',
    );
    const three = [300, 400, 300].map((rows, i) => ({ name: `c${i}`, rows }));
    expect(names(withData({ classes: three }))).toEqual(['good fit']);
  });
  it('too small', () => {
    // Few rows that are learned well are no fault.
    expect(names(withData({ rows: 40 }))).toEqual(['good fit']);
    // Many inputs are no fault by themselves: pixels are many.
    expect(names(withData({ inputs: 400 }))).toEqual(['good fit']);
    const memorised = { ...withData({ inputs: 400 }), history: made(falling(0.05), falling(0.5), 0.99, 0.7) };
    expect(names(memorised)).toEqual(['overfitting', 'too small data']);
    // Nine validation rows cannot show that a fit is good.
    expect(names(withData({ validationRows: 9 }))).toEqual(['too small data']);
  });
  it('leaks, after which nothing is called good', () => {
    const leaks = [
      { column: 'code', by: 'class', strength: 1 },
      { column: 'net', by: 'correlation', strength: 0.99997 },
    ] as const;
    const verdicts = diagnose(withData({ leaks }));
    expect(verdicts.map(({ name }) => name)).toEqual(['leaking target']);
    expect(verdicts[0].remedies[0].patch).toEqual({ drop: 'code,net' });
  });
  it('spare columns are proposed where rows are few', () => {
    const few = { rows: 40, validationRows: 10, constant: ['year'], duplicates: [['a', 'b']] } as const;
    const [verdict] = diagnose(withData(few));
    expect(verdict.remedies.map(({ patch = {} }) => optionText(patch))).toContain('--drop year,b');
  });
});

describe('few rows, each left out by some models', () => {
  const history = made(falling(0.01), () => 0).map(({ epoch, loss }) => ({ epoch, loss, accuracy: 1 }));
  const few = (fit: Omit<LeftOut, 'rows' | 'models'>): Case => ({
    history,
    data: { ...data, rows: 49, validationRows: 0 },
    run,
    fit: { training: { rows: 49, loss: 0.01, accuracy: 1 }, leftOut: { rows: 49, models: 10, ...fit } },
  });
  it('memorised', () => {
    const verdicts = diagnose(few({ loss: 1.09, accuracy: 0.69 }));
    expect(verdicts.map(({ name }) => name)).toEqual(['overfitting', 'too small data']);
    expect(verdicts[0].evidence).toBe(
      'The training loss is 0.010, 100.0 % of its rows are correct; rows that 10 models of a cross-validation have not seen have a loss of 1.090 and 69.0 % are correct.',
    );
    expect(verdicts[0].remedies.map(({ patch = {} }) => optionText(patch))).not.toContain(
      '--early-stopping 50',
    );
  });
  it('memorised by a loss that an answer without a network beats, though most are correct', () => {
    const fit = { loss: 0.6, accuracy: 0.9 };
    expect(names(few({ ...fit, worseThan: 'logistic regression' }))[0]).toBe('overfitting');
    expect(names(few(fit))).not.toContain('overfitting');
  });
  it('learned well: not too small', () => {
    expect(names(few({ loss: 0.04, accuracy: 0.98 }))).toEqual(['good fit']);
  });
});

describe('network', () => {
  const history = made(falling(0.1), falling(0.12));
  const health = { layers: [], weights: [] };
  const layer = { name: 'relu1', activation: 'relu', units: 64, dead: 0, saturated: 0 };
  it('dead ReLUs', () => {
    const dead = { ...health, layers: [{ ...layer, dead: 51 }] };
    expect(names({ history, data, run, health: dead })).toEqual(['good fit']);
    const bad = made(falling(0.6), falling(0.62), 0.6);
    const [verdict] = diagnose({ history: bad, data, run, health: dead });
    expect(verdict).toMatchObject({
      name: 'dead ReLUs',
      evidence: 'In relu1 51 of 64 units give 0 for every row (79.7 %).',
    });
    expect(names({ history, data, run, health: { ...health, layers: [{ ...layer, dead: 10 }] } })).toEqual([
      'good fit',
    ]);
  });
  it('saturated units', () => {
    const layers = [{ ...layer, name: 'tanh2', activation: 'tanh', saturated: 0.83 }];
    const bad = made(falling(0.6), falling(0.62), 0.6);
    const [verdict] = diagnose({ history: bad, data, run, health: { ...health, layers } });
    expect(verdict.evidence).toBe(
      'In tanh2 83.0 % of the outputs are at the flat ends of tanh, where the gradient is nearly 0.',
    );
  });
  it('weights that are no numbers', () => {
    const weights = [{ name: 'dense1.weight', norm: NaN }];
    expect(diagnose({ history, data, run, health: { ...health, weights } })[0].evidence).toContain(
      'the weights of dense1.weight are no longer finite',
    );
  });
});

it('names the least validation loss as it was measured, not that of a smoothed curve', () => {
  const told = recorded.flatMap((one) => {
    const { history } = caseOf(one);
    const least = Math.min(...history.map(({ validationLoss = Infinity }) => validationLoss));
    const { epoch = -1 } = history.find(({ validationLoss }) => validationLoss === least) ?? {};
    return diagnose(caseOf(one)).flatMap(({ evidence }) => {
      const found = / (?:fell to|least is|least was) (\S+) at epoch (\d+)/.exec(evidence);
      return found ? [{ loss: Number(found[1]), at: Number(found[2]), least, epoch }] : [];
    });
  });
  expect(told.length).toBeGreaterThan(2);
  for (const { loss, at, least, epoch } of told) {
    expect(at).toBe(epoch);
    expect(loss).toBeCloseTo(least, 2);
  }
});
