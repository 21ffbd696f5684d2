import { runCommandLine } from './commandLine.ts';
import { processStdin } from './stdin.ts';

const { stdout, stderr, env } = process;

// A reader that has seen enough (| head) is not an error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
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
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  },
  // The threads of a process end with it.
  onEnd: () => {},
  exit: (code) => process.exit(code),
});
