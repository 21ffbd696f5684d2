import { machineDisk } from '../../src/cli/disk.ts';
import type { Disk, OpenFile } from '../../src/cli/disk.ts';

/** A file system of which one call fails. */
export interface FaultyDisk {
  readonly disk: Disk;
  /** The call that failed, such as `rename a b`; undefined until one does. */
  readonly failed: () => string | undefined;
}

/**
 * The file system of this machine, whose nth call of those that change something fails, counted from 1: open, write, fsync,
 * close, rename, link, unlink, mkdir. A write that fails has written half of it.
 *
 * @param code the system's name of the error
 * @param stays every later call fails too, but for those that remove something
 */
export function faultyDisk(n: number, code: string, stays = false): FaultyDisk {
  let calls = 0;
  let failed: string | undefined;
  const refused = (call: string) => {
    calls++;
    const again = stays && calls > n && !/^(unlink|rmdir|remove|close)/.test(call);
    if (calls !== n && !again) return undefined;
    failed ??= call;
    return Object.assign(new Error(`${code}: made to fail, ${call}`), { code });
  };
  const attempt = (call: string) => {
    const error = refused(call);
    if (error) throw error;
  };
  const wrapped = (file: OpenFile, path: string): OpenFile => ({
    async write(data) {
      const error = refused(`write ${path}`);
      if (error) await file.write(data.slice(0, data.length / 2));
      else await file.write(data);
      if (error) throw error;
    },
    async sync() {
      attempt(`fsync ${path}`);
      await file.sync();
    },
    async close() {
      await file.close();
      attempt(`close ${path}`);
    },
  });
  const disk: Disk = {
    ...machineDisk,
    async open(path, flags, mode) {
      attempt(`open ${path}`);
      return wrapped(await machineDisk.open(path, flags, mode), path);
    },
    async rename(from, to) {
      attempt(`rename ${from} ${to}`);
      await machineDisk.rename(from, to);
    },
    async link(from, to) {
      attempt(`link ${from} ${to}`);
      await machineDisk.link(from, to);
    },
    async unlink(path) {
      attempt(`unlink ${path}`);
      await machineDisk.unlink(path);
    },
    async mkdir(path, options) {
      attempt(`mkdir ${path}`);
      await machineDisk.mkdir(path, options);
    },
    async removeAll(path) {
      attempt(`remove ${path}`);
      await machineDisk.removeAll(path);
    },
  };
  return { disk, failed: () => failed };
}
