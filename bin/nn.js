#!/usr/bin/env node
'use strict';

// What the program itself reports ends in its exit code; here it could not even be loaded.
function report(error) {
  const system = error instanceof Error && 'syscall' in error;
  process.stderr.write(
    `error: nn ${system ? 'cannot start' : 'itself failed'}: ${error?.message ?? error}\n`,
  );
  process.exitCode = system ? 2 : 70;
}

try {
  require('../dist/start.cjs').start().catch(report);
} catch (error) {
  report(error);
}
