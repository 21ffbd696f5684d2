/** Milliseconds and megabytes that reading a CSV file takes: readCsv.ts file */
import { openFile } from '../src/cli/sources.ts';
import { readCsv } from '../src/formats/csv/read.ts';

const file = process.argv[2] ?? '';
const began = performance.now();
await readCsv(await openFile(file), {});
const ms = performance.now() - began;
process.stdout.write(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1024 }));
