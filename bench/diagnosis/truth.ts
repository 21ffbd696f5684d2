import type { GivenOptions } from '../../src/options/spec.ts';
import { runFacts } from '../../src/runs/diagnosis.ts';
import { mean } from '../../src/util/statistics.ts';
import { recalls, scoreOf } from './attempt.ts';
import type { Attempt, Fit } from './attempt.ts';

/** What is true of a run, found by experiment: never by the rules that are judged. */
export interface Truth {
  /** Of each list at least one verdict has to be there. */
  readonly required: readonly (readonly string[])[];
  /** Every verdict that is not false, those of the lists included. */
  readonly allowed: ReadonlySet<string>;
  /** What was found, for a reader. */
  readonly facts: Readonly<Record<string, number>>;
}

/** One change to a run, and what is wrong with the run when new rows are answered better after it. */
interface Probe {
  readonly verdicts: readonly string[];
  patch(run: Attempt, options: GivenOptions): GivenOptions | undefined;
  /** So many times the rows to learn from. */
  readonly rows?: number;
}

const rateTimes =
  (factor: number) =>
  ({ prepared: { setup } }: Attempt): GivenOptions => ({
    learningRate: String(Number((setup.learningRate * factor).toPrecision(3))),
  });

const bounded = new Set(['sigmoid', 'tanh', 'hard-sigmoid']);

/** Every experiment: the run again with one thing changed. */
const probes: Readonly<Record<string, Probe>> = {
  longer: {
    verdicts: ['training too short', 'learning rate too low'],
    patch: ({ o, prepared: { setup } }) => ({
      epochs: String(setup.epochs * 5),
      ...(o.earlyStopping === undefined && setup.patience > 0 && { earlyStopping: String(setup.patience) }),
    }),
  },
  faster: { verdicts: ['learning rate too low', 'training too short'], patch: rateTimes(10) },
  slower: { verdicts: ['learning rate too high'], patch: rateTimes(0.1) },
  slowest: { verdicts: ['learning rate too high'], patch: rateTimes(0.01) },
  /** A hundredth of an absurd rate is still one. */
  tamed: {
    verdicts: ['learning rate too high'],
    patch: ({ o, prepared }) => {
      const { learningRate, usualRate } = runFacts(prepared, o);
      return usualRate !== undefined && learningRate > 100 * usualRate
        ? { learningRate: String(usualRate) }
        : undefined;
    },
  },
  larger: {
    verdicts: ['underfitting'],
    patch: (_, { window, image }) => ({
      layers: window === undefined && image === undefined ? 'auto,64,64,auto' : 'auto,flatten,64,64,auto',
    }),
  },
  freer: {
    verdicts: ['underfitting'],
    patch: ({ o: { dropout }, prepared: { setup } }) =>
      dropout > 0 || (setup.penalty.l2 ?? 0) > 0.005 || setup.weightDecay > 0.005
        ? { l2: '0', dropout: '0', weightDecay: '0' }
        : undefined,
  },
  scaled: {
    verdicts: ['learning rate too low', 'training too short', 'learning rate too high', 'underfitting'],
    patch: ({ o, prepared: { setup } }) =>
      o.standardize === false
        ? { standardize: true, ...(setup.learningRate < 0.01 && { learningRate: '0.05' }) }
        : undefined,
  },
  revived: {
    verdicts: ['dead ReLUs'],
    patch: ({ o }) => (o.activation === 'relu' ? { activation: 'leaky-relu' } : undefined),
  },
  drawn: {
    verdicts: ['dead ReLUs', 'saturated units'],
    patch: ({ o }) =>
      o.init === undefined ? undefined : { init: o.activation === 'relu' ? 'he' : 'glorot' },
  },
  bent: {
    verdicts: ['saturated units', 'underfitting'],
    patch: ({ o }) => (bounded.has(o.activation) ? { activation: 'relu' } : undefined),
  },
  patient: {
    verdicts: ['training too short'],
    patch: ({ o, prepared: { setup } }) =>
      o.earlyStopping !== undefined && setup.patience > 0 && setup.patience < 100
        ? { earlyStopping: '100' }
        : undefined,
  },
  stopped: { verdicts: ['overfitting'], patch: () => ({ earlyStopping: '20' }) },
  weighted: {
    verdicts: [],
    patch: ({ o, prepared: { preprocessing } }) =>
      preprocessing.target.kind === 'classes' && o.classWeight === undefined
        ? { classWeight: 'balanced' }
        : undefined,
  },
  more: { verdicts: [], patch: () => ({}), rows: 4 },
  /** What the same rows teach with the defaults and time enough. */
  usual: {
    verdicts: [],
    patch: (_, { window, time, target }) => ({
      ...(window !== undefined && { window }),
      ...(time !== undefined && { time }),
      ...(target !== undefined && { target }),
    }),
  },
};

/** Probes whose options replace those of the run instead of standing on top of them. */
const apart = new Set(['usual']);

export interface Experiments {
  readonly run: Attempt;
  readonly tried: ReadonlyMap<string, Attempt>;
}

/** Makes every experiment that applies to a run. */
export function experiment(
  run: Attempt,
  options: GivenOptions,
  again: (options: GivenOptions, rows: number, apart: boolean) => Attempt,
): Experiments {
  const tried = new Map<string, Attempt>();
  for (const [name, probe] of Object.entries(probes)) {
    if (name === 'stopped' && !run.prepared.validation) continue;
    const patch = probe.patch(run, options);
    if (patch) tried.set(name, again(patch, probe.rows ?? 1, apart.has(name)));
  }
  return { run, tried };
}

/** From here on a share of new rows, or of the variance, matters; and a mean log loss. */
const CLEAR = 0.04;
const CLEAR_LOSS = 0.15;

/** By how much new rows are answered better, 1 being clearly. */
function gain(before: Fit | undefined, after: Fit | undefined): number {
  if (!after) return -1;
  if (!before) return 10;
  const score = (scoreOf(after) - scoreOf(before)) / CLEAR;
  if (!after.correct || !before.correct) return score;
  const loss = (mean(before.losses) - mean(after.losses)) / CLEAR_LOSS;
  // A better loss counts where no rows are lost by it.
  return score < -0.25 ? score : Math.max(score, loss);
}

const balanced = (fit: Fit | undefined) => (fit?.correct ? mean(recalls(fit).filter(Number.isFinite)) : 0);

/** How much worse new rows are answered than those of training, 1 being clearly. */
function gapOf({ training, fresh }: Attempt): number {
  if (!training || !fresh) return 0;
  const score = (scoreOf(training) - scoreOf(fresh)) / 0.1;
  return training.correct ? Math.max(score, (mean(fresh.losses) - mean(training.losses)) / 0.5) : score;
}

interface Facts {
  readonly required: string[][];
  readonly allowed: Set<string>;
}

/** What can be said about the rows, whatever the network. */
function judgeRows(
  { required, allowed }: Facts,
  { run, tried }: Experiments,
  truth: { leaks: boolean; doubtful: boolean },
): void {
  const { prepared, fresh } = run;
  const { train, validation } = prepared;
  if (truth.leaks) required.push(['leaking target']);
  if (truth.doubtful) allowed.add('leaking target');
  const counts: number[] = [];
  if (train.kind === 'whole' && prepared.preprocessing.target.kind === 'classes')
    for (const label of train.target) counts[label] = (counts[label] ?? 0) + 1;
  const rarest = Math.min(...counts.filter((count) => count > 0), Infinity);
  const more = gain(fresh, tried.get('more')?.fresh);
  if (train.rows < 50 || rarest < 10 || (validation && validation.rows < 15) || more >= 0.5)
    allowed.add('too small data');
  if (train.rows < 40 && more >= 1.5) required.push(['too small data', 'overfitting']);
  const weighted = tried.get('weighted')?.fresh;
  if (!fresh || !weighted || rarest >= 0.2 * train.rows) return;
  const better = balanced(weighted) - balanced(fresh);
  if (better >= 0.04 || Math.min(...recalls(fresh)) < 0.8) allowed.add('unbalanced classes');
  if (better >= 0.1 && rarest < 0.12 * train.rows) required.push(['unbalanced classes']);
}

/** Fewer rows are not left out one by one either. */
const LEAST = 6;

/** What is wrong with a network and its training, by what makes it better. */
function judgeTraining({ required, allowed }: Facts, { run, tried }: Experiments): Record<string, number> {
  const gains: Record<string, number> = {};
  for (const [name, attempt] of tried) gains[name] = gain(run.fresh, attempt.fresh);
  const causes = Object.entries(probes).flatMap(([name, { verdicts }]) =>
    verdicts.map((verdict) => ({ verdict, gain: gains[name] ?? -1, probe: name })),
  );
  const best = Math.max(...causes.map((cause) => cause.gain), 0);
  const attainable = Math.max(best, gains.usual ?? 0);
  for (const { verdict, gain: by } of causes) if (by >= 0.4) allowed.add(verdict);
  const gap = gapOf(run);
  if (gap >= 0.5 || (gains.stopped ?? 0) >= 0.5) allowed.add('overfitting');
  const { validation, few: all, train } = run.prepared;
  // Of few rows each is left out by some models, and that shows as much.
  const seen = validation?.rows ?? (all && train.rows >= LEAST ? train.rows : 0);
  const held = seen > 0;
  const memorised = held && (gap >= 1.5 || ((gains.stopped ?? 0) >= 1.5 && gap >= 0.5));
  // Where a change to the training brings new rows beyond what the run has on its own rows, memorising is the lesser evil.
  const mended = Math.max(
    ...[...tried].map(([name, { fresh }]) => (name === 'more' || !fresh ? -Infinity : scoreOf(fresh))),
  );
  const known = run.training ? scoreOf(run.training) : -Infinity;
  const named = [
    ...new Set(
      causes.filter((cause) => cause.gain >= Math.max(0.4, 0.35 * best)).map(({ verdict }) => verdict),
    ),
  ];
  // So few validation rows show nothing.
  const few = seen < 15 ? ['too small data'] : [];
  if (!run.finished) required.push(['learning rate too high']);
  else if (memorised)
    required.push(mended > known + 0.02 ? ['overfitting', ...few, ...named] : ['overfitting', ...few]);
  else if (attainable >= 1.25 && best >= 1.25)
    required.push(gap >= 0.75 && held ? [...named, 'overfitting', ...few] : named);
  const level = run.fresh ? scoreOf(run.fresh) : -Infinity;
  if ((attainable < 1.25 || mended - level < 0.01) && gap < 1.25 && run.finished && held) {
    allowed.add('good fit');
    if (attainable < 0.5 && gap < 0.5 && required.length === 0 && seen >= 15) required.push(['good fit']);
  }
  return { ...gains, gap };
}

/** Which verdicts an expert would give who may make every experiment and ask for any number of new rows. */
export function truthOf(
  experiments: Experiments,
  known: { leaks: boolean; doubtful: boolean; hopeless: boolean; floor: number },
): Truth {
  const facts: Facts = { required: [], allowed: new Set() };
  judgeRows(facts, experiments, known);
  const gains = judgeTraining(facts, experiments);
  const { run } = experiments;
  if (known.leaks) facts.allowed.delete('good fit');
  if (known.hopeless)
    return {
      required: [['too small data']],
      allowed: new Set(['too small data', 'overfitting']),
      facts: gains,
    };
  const required = known.leaks ? facts.required.filter((list) => !list.includes('good fit')) : facts.required;
  for (const name of required.flat()) facts.allowed.add(name);
  return {
    required,
    allowed: facts.allowed,
    facts: {
      training: run.training ? scoreOf(run.training) : Number.NaN,
      fresh: run.fresh ? scoreOf(run.fresh) : Number.NaN,
      best: 1 - known.floor,
      ...gains,
    },
  };
}
