import { inputWidth } from '../../data/preprocessing.ts';
import { rowPrints } from '../../data/rowPrints.ts';
import { inputError } from '../../errors.ts';
import type { Screen } from '../../host/screen.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { Part, WholePart } from '../../train/part.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import type { Dataset, FurtherFile } from '../dataset.ts';
import { missingTargets } from '../../data/reading/absent.ts';
import type { Reading } from '../define.ts';
import { encodedRows } from './encodedRows.ts';
import { dividedLine } from './profile.ts';

type Floats = Float32Array | Float64Array;

/** Arrays one after the other. */
function joined<A extends Floats | Int32Array>(all: A, parts: readonly A[]): A {
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The rows of a file of its own, read as nn predict would: columns by name, unknown categories as unknown.
 *
 * @throws NnError('input') for damaged data, missing columns, and where no row has a target
 */
async function readPart(
  reading: Reading,
  { preprocessing }: Dataset,
  option: FurtherFile['option'],
  path: string,
): Promise<{ part: WholePart; file: FurtherFile }> {
  const source = await reading.files.open(path, { digest: true });
  const say = (line: string) => reading.screen.note(`${path}: ${line}`);
  const problems = new RowProblems({ unknown: 'ignore', badRows: 'error' }, { note: say, warn: say });
  const width = inputWidth(preprocessing);
  const classes = preprocessing.target.kind === 'classes';
  const inputs: Floats[] = [];
  const targets: number[] = [];
  let missing = 0;
  // What was said of the columns of the training is in what was learned of them.
  const ports = {
    ...reading,
    global: { ...reading.global, column: undefined, dateFormat: undefined },
  };
  for await (const rows of encodedRows(ports, preprocessing, { source, badRows: 'error' }, problems)) {
    const some = rows.x.subarray(0, rows.rows.length * width);
    inputs.push(reading.global.dtype === 'float32' ? Float32Array.from(some) : some.slice());
    for (const target of rows.target) targets.push(target);
    missing += rows.missing;
  }
  problems.tell();
  missingTargets(missing).forEach(say);
  const rows = targets.length;
  if (rows === 0)
    throw inputError(`no row has a value in target "${preprocessing.target.name}" that can be measured`, {
      where: { source: path },
    });
  const size = rows * width;
  const x = joined<Floats>(
    reading.global.dtype === 'float32' ? new Float32Array(size) : new Float64Array(size),
    inputs,
  );
  return {
    part: { kind: 'whole', x, target: classes ? Int32Array.from(targets) : Float64Array.from(targets), rows },
    file: { option, source: path, digest: source.digest?.() },
  };
}

/** Says how many rows of a file train as well: what is measured on them says nothing of new ones. */
function tellTraining(
  train: Part,
  { part, file }: Awaited<ReturnType<typeof readPart>>,
  screen: Screen,
): void {
  if (train.kind !== 'whole') return;
  const known = new Set(rowPrints(train));
  const both = rowPrints(part).reduce((n, print) => n + Number(known.has(print)), 0);
  if (both > 0)
    screen.note(
      `${file.source}: ${count(both)} of these ${counted(part.rows, 'row')} ${both === 1 ? 'trains' : 'train'} the model too, or ${both === 1 ? 'is' : 'are'} equal to rows that do; only new rows tell how good it is`,
    );
}

/**
 * A dataset with the rows of --validation and --test.
 *
 * @throws NnError('input')
 */
export async function withFurtherRows(
  reading: Reading,
  dataset: Dataset,
  { validation: validates, test: tests }: Pick<TrainOptions, 'validation' | 'test'>,
): Promise<Dataset> {
  const found =
    validates === undefined ? undefined : await readPart(reading, dataset, 'validation', validates);
  const last = tests === undefined ? undefined : await readPart(reading, dataset, 'test', tests);
  const further = [found, last].flatMap((read) => (read ? [read.file] : []));
  if (further.length === 0) return dataset;
  const { preprocessing, profile, train } = dataset;
  for (const read of [found, last]) if (read) tellTraining(train, read, reading.screen);
  const validation = found?.part ?? dataset.validation;
  const test = last?.part ?? dataset.test;
  const said = `, ${further.map(({ option, source }) => `${option} from ${source}`).join(', ')}`;
  const line = dividedLine(preprocessing, { train, validation, test, said });
  return {
    ...dataset,
    validation,
    test,
    further,
    profile: {
      ...profile,
      messages: profile.messages.map((message) => (message[0] === 'split' ? line : message)),
    },
  };
}
