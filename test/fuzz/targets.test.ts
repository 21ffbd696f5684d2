import { afterAll, describe, expect, it } from 'vitest';
import { fuzz, keptInputs, tryInput } from '../../bench/fuzz/engine.ts';
import { targetNamed, targets } from '../../bench/fuzz/targets.ts';

const folder = process.cwd();
afterAll(() => process.chdir(folder));

/** Inputs of each target; npm run fuzz runs as many as are wanted. */
const RUNS = 40;
/** Of a command line, each of which loads what it needs. */
const COMMANDS = 12;
/** What the tests run is not what a campaign runs. */
const SEED = 18;

describe.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  // Time and memory are not looked at: other tests run beside.
  it('reads or refuses damaged inputs', async () => {
    const { findings } = await fuzz(target, {
      seed: SEED,
      runs: target.name === 'argv' ? COMMANDS : RUNS,
      limits: false,
    });
    expect(findings).toEqual([]);
  });

  it.each(keptInputs(target.name))('answers $name as it should', async ({ bytes }) => {
    expect((await tryInput(target, bytes)).fault).toBeUndefined();
  });
});

it('begins with values that each option takes', async () => {
  const options = targetNamed('options');
  const refused: string[] = [];
  for (const seed of await options.seeds())
    if (!(await tryInput(options, seed)).accepted) refused.push(new TextDecoder().decode(seed));
  // A range that begins above 0 is told from its end.
  expect(refused.filter((text) => !/\n(?:-2|0)$/.test(text))).toEqual([]);
});
