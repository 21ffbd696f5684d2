import { closeSync } from 'node:fs';
import { runCommandLine } from './commandLine.ts';
import { standardStream } from './standardStream.ts';
import { processStdin } from './stdin.ts';

/** True once the command was asked to stop. */
let interrupted = false;

/** Node.js puts a terminal back as it was when it ends, and dies of one that is no longer there. */
function letGoOfTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      closeSync(descriptor);
    } catch {
      // It is closed already.
    }
  }
}

// Who reads messages may go away (| head, a closed terminal); the work goes on, and nothing more is said.
const stderr = standardStream(
  2,
  () => process.stderr,
  ({ code }) => {
    if (code === 'EIO') process.once('exit', letGoOfTerminal);
  },
);

const stdout = standardStream(
  1,
  () => process.stdout,
  ({ code, message }) => {
    if (code === 'EIO') process.once('exit', letGoOfTerminal);
    // A reader that has seen enough (| head) is not an error; nor is a terminal that was closed, which is an interruption.
    if (interrupted) process.exit(130);
    if (code === 'EPIPE') process.exit(0);
    stderr.write(`error: standard output cannot be written (${code ?? message})\n`);
    process.exit(2);
  },
);

/** Resolves when the command has ended. The program is CommonJS, which waits for nothing at its top. */
export const ended = runCommandLine(process.argv.slice(2), {
  stdin: processStdin,
  stdout,
  stderr,
  env: process.env,
  keys: async (pressed) => (await import('./keys.ts')).listenToKeys(pressed),
  onInterrupt(stop) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        interrupted = true;
        if (signal === 'SIGHUP') process.once('exit', letGoOfTerminal);
        stop();
      });
  },
  // The threads of a process end with it.
  onEnd: () => {},
  exit: (code) => process.exit(code),
}).then((code) => {
  process.exitCode = code;
});
