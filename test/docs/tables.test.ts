import { spawnSync } from 'node:child_process';
import { it } from 'vitest';
import { testDocument } from '../support/documentTest.ts';

/** The tables of the document, by the package of R that has them. */
const packages = {
  modeldata: ['ames', 'Sacramento', 'credit_data', 'attrition', 'stackoverflow', 'check_times'],
  mlbench: ['BostonHousing2', 'Servo'],
};

/** Lets R write the tables; what it answers with. */
function exportTables(): number | null {
  const lines = Object.entries(packages).flatMap(([name, tables]) =>
    tables.map(
      (table) =>
        `data(${table}, package = "${name}"); write.csv(${table}, "${table}.csv", row.names = FALSE)`,
    ),
  );
  const needs = Object.keys(packages).map((name) => `requireNamespace("${name}")`);
  return spawnSync('Rscript', ['-e', `stopifnot(${needs.join(', ')}); ${lines.join('; ')}`]).status;
}

const hasR =
  spawnSync('Rscript', ['-e', 'stopifnot(requireNamespace("modeldata"), requireNamespace("mlbench"))'])
    .status === 0;

if (hasR) testDocument('docs/tables.md', exportTables);
else it('docs/tables.md', (context) => context.skip('ABSENT: R with modeldata and mlbench'));
