import { unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inputError } from '../errors.ts';
import { isRecord } from '../util/guards.ts';
import { shellWord } from '../util/shell.ts';
import { isAlive, startOf } from './alive.ts';
import { machineDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { errno, reasonOf } from './errno.ts';

/** Name of the file in a folder in which a process writes. */
export const LOCK = 'lock';

/** Who writes in a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When that process began, as its system counts it. */
  readonly start?: string;
}

/** Locks of this process, each with its text. */
const held = new Map<string, string>();
/** True when they are let go of at the end of the process. */
let atExit = false;

function releaseAtExit(): void {
  for (const file of held.keys()) {
    try {
      unlinkSync(file);
    } catch {
      // It is stale as soon as this process is gone.
    }
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, start } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    return { pid, host, ...(typeof start === 'string' && { start }) };
  } catch {
    return undefined;
  }
}

/** Milliseconds after which a lock that says nothing was left by a process that was killed while it made it. */
const PATIENCE = 1000;
const PAUSE = 50;

/** The lock's text as soon as it has one; undefined where the lock is gone. */
async function readLock(file: string, disk: Disk): Promise<string | undefined> {
  for (let waited = 0; ; waited += PAUSE) {
    const text = await disk.readText(file).catch((error: unknown) => {
      if (errno(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined || isRecord(holderIn(text)) || waited >= PATIENCE) return text;
    await setTimeout(PAUSE);
  }
}

async function make(file: string, text: string, disk: Disk): Promise<boolean> {
  let opened;
  try {
    opened = await disk.open(file, 'wx');
  } catch (error) {
    if (errno(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await opened.write(text);
  } catch (error) {
    await disk.unlink(file).catch(() => {});
    throw error;
  } finally {
    await opened.close();
  }
  return true;
}

/** Takes a stale lock away, unless another process was faster and it is a new one by now. */
async function takeAway(file: string, text: string, disk: Disk): Promise<void> {
  const aside = `${file}.${process.pid}`;
  await disk.rename(file, aside).catch(() => {});
  const moved = await disk.readText(aside).catch(() => undefined);
  if (moved !== undefined && moved !== text) await disk.link(aside, file).catch(() => {});
  await disk.unlink(aside).catch(() => {});
}

/**
 * Makes this process the only one that writes in a folder, until `unlockFolder`.
 *
 * @returns the id of a process that is gone and had left its lock
 * @throws NnError('input') when another process writes there
 */
export async function lockFolder(folder: string, disk: Disk = machineDisk): Promise<number | undefined> {
  const file = path.join(folder, LOCK);
  const start = startOf(process.pid);
  const own: Holder = { pid: process.pid, host: hostname(), ...(start !== undefined && { start }) };
  const text = `${JSON.stringify(own)}\n`;
  let gone: number | undefined;
  try {
    while (!(await make(file, text, disk))) {
      const found = await readLock(file, disk);
      if (found === undefined) continue;
      const holder = holderIn(found);
      const left = holder && refusal(folder, holder, file);
      if (left) throw left;
      gone = holder?.pid ?? 0;
      await takeAway(file, found, disk);
    }
    // Two that found the same stale lock: the later one may have taken away what this one made.
    if (gone !== undefined) {
      await setTimeout(PAUSE);
      if ((await disk.readText(file).catch(() => '')) !== text) throw inUse(folder, 'another process');
    }
  } catch (error) {
    if (errno(error) === '') throw error;
    throw inputError(`cannot be written in: ${reasonOf(error)}`, { where: { source: folder } });
  }
  if (!atExit) process.once('exit', releaseAtExit);
  atExit = true;
  held.set(file, text);
  return gone;
}

const inUse = (folder: string, who: string, hint = 'wait until it ends, or stop it') =>
  inputError(`this folder is in use: ${who} writes in it`, { where: { source: folder }, hint });

/** Why a folder cannot be had; undefined where who had it is gone. */
function refusal(folder: string, { pid, host, start }: Holder, file: string): Error | undefined {
  const who = `process ${pid}`;
  if (host !== hostname())
    return inUse(folder, `${who} on ${host}`, `if that process is gone: rm ${shellWord(file)}`);
  if (pid === process.pid && start === startOf(pid))
    return held.has(file) ? inUse(folder, 'this process') : undefined;
  return isAlive(pid, start) ? inUse(folder, who) : undefined;
}

/** Whether a process writes in a folder, as far as that can be known: one of another machine may. */
export async function isInUse(folder: string, disk: Disk = machineDisk): Promise<boolean> {
  const text = await disk.readText(path.join(folder, LOCK)).catch(() => undefined);
  if (text === undefined) return false;
  const { pid, host, start } = holderIn(text) ?? {};
  // One that says nothing yet is being made.
  return pid === undefined || host !== hostname() || isAlive(pid, start);
}

/** Lets others write in a folder that `lockFolder` took. */
export async function unlockFolder(folder: string, disk: Disk = machineDisk): Promise<void> {
  const file = path.join(folder, LOCK);
  const text = held.get(file);
  if (text === undefined) return;
  held.delete(file);
  const found = await disk.readText(file).catch(() => undefined);
  if (found === text) await disk.unlink(file).catch(() => {});
}

/** Lets go of every folder; for every way a command can end. */
export async function unlockAll(disk: Disk = machineDisk): Promise<void> {
  for (const file of held.keys()) await unlockFolder(path.dirname(file), disk);
}
