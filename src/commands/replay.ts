import { failure, inputError } from '../errors.ts';
import type { Result } from '../report/result.ts';
import { duration } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { flag } from '../options/define.ts';
import { train } from './train.ts';
import type { TrainOptions } from '../options/train.ts';
import { backendFor, outcomeOf } from '../runs/outcome.ts';
import { prepare } from '../runs/decide.ts';
import { begin, runTraining } from '../runs/loop.ts';
import { withoutOutput } from '../runs/words.ts';
import { fileIn, HISTORY, MODEL } from '../inputs/runFiles.ts';
import { readRecord } from '../runs/folder.ts';
import type { RunRecord } from '../runs/folder.ts';

const sameBytes = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

async function verify(context: Context, folder: string, record: RunRecord): Promise<Result> {
  if (record.state !== 'finished') {
    throw inputError(`this run is not finished but ${record.state}; there is nothing to compare with`, {
      where: { source: folder },
      hint: `nn train --resume ${folder}`,
    });
  }
  if (record.reason === 'time limit') {
    throw inputError('this run was ended by its time limit: how far it comes depends on the machine', {
      where: { source: folder },
      hint: `nn replay ${folder} repeats it without comparing`,
    });
  }
  const again = await context.again(withoutOutput(record.arguments));
  const o = again.options as unknown as TrainOptions;
  const prepared = await prepare(again.context, again.args[0], o);
  if (record.data.sha256 !== undefined && prepared.digest !== record.data.sha256) {
    throw failure('the data is not what this run was trained on', {
      hint: `its SHA-256 was ${record.data.sha256}, it is ${prepared.digest}`,
    });
  }
  const backend = await backendFor(again.context, prepared);
  if (backend.name !== record.kernels) {
    context.screen.warn(`the run used the kernels ${record.kernels}, this machine has ${backend.name}`);
  }
  const training = begin(again.context, prepared, backend, undefined);
  const { epochs, finished, last } = await runTraining(again.context, training, {
    logEvery: o.logEvery,
    checkpointEvery: 0,
    save: async () => {},
  });
  const { dtype } = again.context.global;
  const whole = { prepared, epochs, finished };
  const trained =
    o.prune === undefined
      ? whole
      : await (await import('../runs/prune.ts')).pruneAndTune(again.context, whole, backend, o);
  const { model, history } = outcomeOf(trained.prepared, trained.epochs, trained.finished, {
    logEvery: o.logEvery,
    dtype,
  });
  const stored = async (name: string) => (await context.files.open(fileIn(folder, name))).bytes();
  const sameModel = sameBytes(model, await stored(MODEL));
  const sameHistory = sameBytes(new TextEncoder().encode(history()), await stored(HISTORY));
  const word = (same: boolean) => (same ? 'the same bits' : 'different');
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          ['run', folder],
          ['model', word(sameModel)],
          ['history', word(sameHistory)],
          ['time', duration(last.state.progress.milliseconds)],
        ],
      },
    ],
    json: () => ({ run: folder, model: sameModel, history: sameHistory }),
    exitCode: sameModel && sameHistory ? 0 : 1,
  };
}

export const replay = defineCommand({
  name: 'replay',
  interruptible: true,
  about:
    'Repeats a run from the options in its run.json, into a new run folder. With --verify nothing is written: the run is repeated in memory and its model and history are compared with the stored ones, bit by bit; the exit code is 1 when they differ. Kernels decide about the last digits: a run repeats to the bit on a processor and a version that have the same ones.',
  arguments: [{ name: 'run', summary: 'folder of a run', required: true }],
  options: { verify: flag('compare with the stored model and history instead of writing new ones') },
  examples: [
    { command: 'nn replay runs/iris-1 --verify', says: 'is this result what these options give?' },
    { command: 'nn replay runs/iris-1', says: 'the same again, as a new run' },
  ],
  async run(context, { args: [folder], options }) {
    const record = await readRecord(context, folder);
    if (options.verify) return verify(context, folder, record);
    const again = await context.again(withoutOutput(record.arguments));
    return train.run(again.context, { args: again.args, options: again.options as unknown as TrainOptions });
  },
});
