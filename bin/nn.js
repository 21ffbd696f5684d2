#!/usr/bin/env node
try {
  await import('../dist/main.js');
} catch (error) {
  // What the program itself reports ends in its exit code; here it could not even be loaded.
  const system = error instanceof Error && 'syscall' in error;
  process.stderr.write(
    `error: nn ${system ? 'cannot start' : 'itself failed'}: ${error?.message ?? error}\n`,
  );
  process.exitCode = system ? 2 : 70;
}
