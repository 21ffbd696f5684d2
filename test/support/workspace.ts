import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = path.join(root, 'bin', 'nn.js');

/** Name of the environment variable with the folder that global set-up makes for all workers. */
export const SHARED = 'NN_TEST_FOLDER';

/** A folder that lives as long as the run of the tests. */
export function sharedFolder(name: string): string {
  const folder = path.join(process.env[SHARED] ?? tmpdir(), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A folder with a command `nn`, for the PATH of a shell. */
export function commandFolder(): string {
  const folder = sharedFolder('bin');
  const file = path.join(folder, 'nn');
  if (!existsSync(file)) {
    // Appears whole: another worker may look for it now.
    const script = mkdtempSync(path.join(folder, 'new-'));
    const whole = process.env.NN_PROGRAM;
    const command = whole === undefined ? `node '${program}'` : `'${path.resolve(root, whole)}'`;
    writeFileSync(path.join(script, 'nn'), `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(path.join(script, 'nn'), 0o755);
    renameSync(path.join(script, 'nn'), file);
    rmSync(script, { recursive: true });
  }
  return folder;
}

/** Everything in a folder, with what tells whether a file has changed. */
function stateOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names.map((name) => {
      const { size, mtimeMs, ino } = lstatSync(path.join(folder, name));
      return [name, `${size} ${mtimeMs} ${ino}`];
    }),
  );
}

/**
 * A copy of fixtures/ in which commands run. It is made anew only when a command has touched what was there.
 */
export class Workspace {
  readonly folder = mkdtempSync(path.join(sharedFolder('work'), 'case-'));
  private before = new Map<string, string>();

  constructor() {
    this.fill();
  }

  private fill(): void {
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(path.join(root, 'fixtures'), this.folder, { recursive: true });
    this.before = stateOf(this.folder);
  }

  /** Names of what commands have created, in the folder itself. */
  created(): string[] {
    return readdirSync(this.folder).filter((name) => !this.before.has(name));
  }

  /** What of fixtures/ is there no longer. */
  lost(): string[] {
    return [...this.before.keys()].filter((name) => !existsSync(path.join(this.folder, name)));
  }

  /** Whether everything of fixtures/ is as it was. */
  untouched(): boolean {
    for (const [name, state] of stateOf(this.folder)) {
      const known = this.before.get(name);
      if (known === undefined ? this.before.has(name.split(path.sep)[0]) : known !== state) return false;
    }
    return this.lost().length === 0;
  }

  /** Takes away what commands have left. */
  clean(): void {
    if (!this.untouched()) {
      this.fill();
      return;
    }
    for (const name of this.created()) rmSync(path.join(this.folder, name), { recursive: true, force: true });
  }
}
