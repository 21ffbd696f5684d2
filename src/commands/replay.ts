import { withGlobal } from '../host/context.ts';
import { flag } from '../options/define.ts';
import { globalsOf, inScopes, repeatable, trainGiven } from '../options/spec.ts';
import type { Result } from '../report/result.ts';
import { RunFolder } from '../runs/folder.ts';
import { verify } from '../runs/replay.ts';
import { trainRun } from '../runs/train.ts';
import { checkTrust } from '../runs/trust.ts';
import { duration } from '../util/quantity.ts';
import { defineCommand } from './define.ts';

export const replay = defineCommand({
  name: 'replay',
  interruptible: true,
  about:
    'Repeats a run from the options in its run.json, into a new run folder. With --verify nothing is written: the run is repeated in memory and its model and history are compared with the stored ones, bit by bit; the exit code is 1 when they differ. Kernels decide about the last digits: a run repeats to the bit on a processor and a version that have the same ones.',
  arguments: [{ name: 'run', words: 'run', summary: 'folder of a run', required: true }],
  options: {
    verify: flag('compare with the stored model and history instead of writing new ones'),
    trust: flag('let run.json name files to read outside of the current folder'),
  },
  examples: [
    { command: 'nn replay runs/iris-1 --verify', says: 'is this result what these options give?' },
    { command: 'nn replay runs/iris-1', says: 'the same again, as a new run' },
  ],
  async run(context, { args: [path], options, given }): Promise<Result> {
    const folder = new RunFolder(context.files, path, context.global);
    const record = await folder.record();
    const into = options.verify ? 'nothing' : 'a new run';
    await checkTrust(context, record, { into, writes: [], trusted: options.trust });
    if (!options.verify) {
      const { source, options: before } = repeatable(record.spec);
      const spec = { source, options: { ...before, ...inScopes(trainGiven(given), ['place', 'screen']) } };
      return trainRun(withGlobal(context, globalsOf(spec)), spec);
    }
    const { model, history, milliseconds } = await verify(context, folder, record);
    const word = (same: boolean) => (same ? 'the same bits' : 'different');
    return {
      blocks: () => [
        {
          kind: 'facts',
          facts: [
            ['run', path],
            ['model', word(model)],
            ['history', word(history)],
            ['time', duration(milliseconds)],
          ],
        },
      ],
      json: () => ({ run: path, model, history }),
      exitCode: model && history ? 0 : 1,
    };
  },
});
