/**
 * The benches against their peers in one table: npm run bench [-- NAME…] [-- --json]. Peers that are not
 * installed are named as missing. Ours and theirs run in turn; the figures are medians of one run.
 */
import { cpus } from 'node:os';
import Table from 'cli-table3';
import { benches } from './index.ts';
import type { Row } from './measure.ts';

const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith('-'));
const chosen = benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  console.error(`no such bench; there are: ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const rows: Row[] = [];
for (const bench of chosen) {
  console.error(`${bench.name}: ${bench.about}`);
  rows.push(...(await bench.run()));
}
const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} processors, Node ${process.versions.node}`;
if (words.includes('--json')) {
  console.log(JSON.stringify({ machine, rows }, null, 2));
} else {
  const table = new Table({
    head: ['bench', 'against', 'ours', 'theirs', 'ratio', 'wanted', ''],
    style: { head: [], border: [] },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
  });
  for (const { bench, against, ours, theirs, ratio, target } of rows) {
    const reached = ratio === undefined || target === undefined ? '' : ratio >= target ? 'reached' : 'missed';
    table.push([bench, against, ours, theirs, ratio?.toFixed(2) ?? '', target?.toFixed(2) ?? '', reached]);
  }
  console.log(machine);
  console.log(table.toString());
}
process.exit(0);
