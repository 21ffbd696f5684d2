import { closeSync } from 'node:fs';
import { runCommandLine } from './commandLine.ts';
import { processStdin } from './stdin.ts';

const { stdout, stderr, env } = process;

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
stderr.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EIO') process.once('exit', letGoOfTerminal);
});

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EIO') process.once('exit', letGoOfTerminal);
  // A reader that has seen enough (| head) is not an error; nor is a terminal that was closed, which is an interruption.
  if (interrupted) process.exit(130);
  if (error.code === 'EPIPE') process.exit(0);
  stderr.write(`error: standard output cannot be written (${error.code ?? error.message})\n`);
  process.exit(2);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdin: processStdin,
  stdout,
  stderr,
  env,
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
});
