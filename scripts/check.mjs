// Runs every script of package.json named `check:…` side by side: `npm run check`. Prints what failed, and
// how long each took.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const checks = Object.keys(scripts).filter((name) => name.startsWith('check:'));

/**
 * The exit code of a check; its output is kept until it ends, so that the outputs of two checks do not mix.
 */
function run(name) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(scripts[name], { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(14)} ${seconds} s\n`);
      if (code !== 0) process.stdout.write(Buffer.concat(chunks));
      resolve(code);
    });
  });
}

const codes = await Promise.all(checks.map(run));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
