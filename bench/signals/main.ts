// npm run bench:signals [-- COMMAND,…]: signals at five moments of the running time of each command. It has to end with 0, 130 or,
// before it listens, by the signal; within five seconds; with no half file and nothing temporary left.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsOf, SIGNALS, timeOf } from './attempt.ts';
import { prepare, scenarios } from './scenarios.ts';

const MOMENTS = [0.05, 0.25, 0.5, 0.75, 0.95];

const only = process.argv[2]?.split(',');
const folder = mkdtempSync(path.join(tmpdir(), 'nn-signals-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
prepare(folder);
let [tries, wrong] = [0, 0];
for (const scenario of scenarios) {
  if (only && !only.includes(scenario.name)) continue;
  const ms = await timeOf(folder, scenario);
  console.log(`${scenario.name}: ${(ms / 1000).toFixed(1)} s`);
  for (const sent of SIGNALS)
    for (const moment of MOMENTS) {
      const problems = await problemsOf(folder, scenario, { sent, at: moment * ms });
      tries++;
      if (problems.length > 0) wrong++;
      for (const problem of problems) console.log(`  ${sent} at ${moment * 100} %: ${problem}`);
    }
}
console.log(`${tries} processes, ${wrong} with a problem`);
process.exitCode = wrong > 0 ? 1 : 0;
