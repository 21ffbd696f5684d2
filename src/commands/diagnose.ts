import { inputError } from '../errors.ts';
import { diagnose as diagnosisOf, noVerdict } from '../explain/diagnosis/diagnose.ts';
import type { Block, Result } from '../report/result.ts';
import { defineCommand } from './define.ts';
import { flag } from '../options/define.ts';
import { recordNow } from '../inputs/runRecord.ts';
import { repeatable } from '../options/spec.ts';
import { caseOf } from '../runs/recordedCase.ts';
import { RunFolder } from '../runs/folder.ts';
import { remediesTable, tryRemedies, triedJson } from '../runs/remedies.ts';
import { verdictBlocks, verdictJson } from '../runs/verdicts.ts';
import { shellWord } from '../util/shell.ts';

export const diagnose = defineCommand({
  name: 'diagnose',
  about:
    'Says what a run was like and what to do about it: good fit, overfitting and since when, underfitting, a training that was too short, a learning rate too high or too low, too small data, unbalanced classes, a leaking target, dead ReLUs, saturated units. Every verdict comes with its evidence in numbers and with remedies as commands that are ready to run.\n\nWith --try it runs each remedy, side by side on all processors, and shows what it changes.',
  arguments: [{ name: 'run', words: 'run', summary: 'folder of a run', required: true }],
  options: { try: flag('run the remedies and compare them with the run') },
  examples: [
    { command: 'nn diagnose runs/iris-1', says: 'is it good, and if not, why' },
    { command: 'nn diagnose runs/iris-1 --try', says: 'which remedy helps' },
  ],
  async run(context, { args: [folder], options }): Promise<Result> {
    const run = new RunFolder(context.files, folder, context.global);
    const record = await recordNow(context.files, folder);
    const { facts } = record;
    const { ensemble, best } = record.spec.options;
    if (ensemble !== undefined || best === true)
      throw inputError('this run is an ensemble, and the diagnosis is about one network', {
        where: { source: folder },
        hint: `train one network with the same options, without ${best === true ? '--best' : '--ensemble'}, and diagnose that`,
      });
    if (!facts) {
      throw inputError(`this run is ${record.state}: it has no results to diagnose`, {
        where: { source: folder },
        hint: `nn train --resume ${shellWord(folder)} resumes it`,
      });
    }
    const history = await run.history();
    const verdicts = diagnosisOf(caseOf(record, facts, history));
    const spec = repeatable(record.spec);
    const tried = options.try
      ? await tryRemedies(
          context,
          spec,
          {
            history,
            bestEpoch: record.result?.best_epoch,
            model: await run.model(record),
          },
          verdicts,
        )
      : undefined;
    const none: Block[] = verdicts.length === 0 ? [{ kind: 'text', text: noVerdict(facts) }] : [];
    return {
      blocks: () => [
        ...none,
        ...verdicts.flatMap((verdict) => verdictBlocks(verdict, spec, context.screen.width)),
        ...(tried ? remediesTable(tried) : []),
      ],
      json: () => ({
        run: folder,
        verdicts: verdicts.map(verdictJson),
        ...(tried && { tried: tried.map(triedJson) }),
      }),
      exitCode: context.clock.interrupt.requested ? 130 : 0,
    };
  },
});
