import type { Target } from './define.ts';
import { commandLine } from './targets/commandLine.ts';
import { archives, gzip } from './targets/compressed.ts';
import { expressions } from './targets/expressions.ts';
import { dates } from './targets/dates.ts';
import { layers } from './targets/layers.ts';
import { literals } from './targets/literals.ts';
import { models } from './targets/models.ts';
import { options } from './targets/options/index.ts';
import { arrow, excel, idx, jpeg, npy, parquet, png, safetensors } from './targets/binary.ts';
import { csv, json, jsonl, tsv } from './targets/texts.ts';

/** All readers and languages, one line each. */
export const targets: readonly Target[] = [
  csv,
  tsv,
  json,
  jsonl,
  npy,
  idx,
  safetensors,
  parquet,
  arrow,
  excel,
  png,
  jpeg,
  gzip,
  archives,
  models,
  layers,
  expressions,
  literals,
  dates,
  options,
  commandLine,
];

/** @throws Error when there is none of this name */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found) return found;
  throw new Error(`no target "${name}": ${targets.map((target) => target.name).join(', ')}`);
}
