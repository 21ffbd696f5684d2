import { readFileSync } from 'node:fs';
import path from 'node:path';
import { folderBeside, userFolder } from './cacheFolder.ts';
import { cacheName, readCache, writeCache } from './codeCache.ts';
import { createLoader } from './loader.ts';
import { runProgram } from './run.ts';

// The program, as package.json names it: loads its chunks and runs the command of the process. What V8 compiles is kept
// after the first time, and V8 has less to do the next one; nothing depends on it.

/** A hash of the program, which the build fills in. */
declare const PROGRAM: string;

const name = process.env.NN_CODE_CACHE === '0' ? undefined : cacheName(PROGRAM, process.argv.slice(2));
const folders = [folderBeside(__dirname), userFolder()].filter((folder) => folder !== undefined);
const kept = name === undefined ? undefined : readCache(folders, name);
// The build writes ASCII, which needs no decoding.
const read = (chunk: string) => readFileSync(path.join(__dirname, chunk), 'latin1');
const loader = createLoader({ folder: __dirname, kept, read, others: require });
runProgram(loader, name === undefined ? undefined : (code) => writeCache(folders, name, code));
