import { arrayText } from './arrayText.ts';
import { arrow } from './arrow/index.ts';
import { csv, tsv } from './csv/index.ts';
import type { Format } from './define.ts';
import { idx } from './idx.ts';
import { imageFolder } from './images/folder.ts';
import { jpeg, png } from './images/image.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { npy } from './npy/index.ts';
import { parquet } from './parquet/index.ts';
import { safetensors } from './safetensors.ts';
import { xlsx } from './xlsx/index.ts';
import { registry } from '../util/registry.ts';

/** Every format; files without a known extension are asked in this order. */
export const formats = registry<Format>('input format', [
  npy,
  idx,
  parquet,
  arrow,
  xlsx,
  safetensors,
  png,
  jpeg,
  imageFolder,
  jsonl,
  arrayText,
  json,
  tsv,
  csv,
]);
