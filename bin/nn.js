#!/usr/bin/env node
'use strict';

// The program of a checkout; package.json names what the build makes.
try {
  require('../dist/nn.cjs');
} catch (error) {
  process.stderr.write(`error: nn cannot start: ${error.message.split('\n')[0]}\n`);
  process.exitCode = 2;
}
