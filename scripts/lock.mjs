// Checks package-lock.json: every package has a hash and comes from a registry, and none but those named here runs a script
// when it is installed; says which those are. `npm run check` runs it.
import { readFile } from 'node:fs/promises';

/** They build or fetch a binary; the program works without it. */
const SCRIPTED = new Set(['node_modules/esbuild', 'node_modules/fsevents', 'node_modules/koffi']);

const { packages } = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'));
const faults = Object.entries(packages).flatMap(([place, entry]) => {
  if (!place.includes('node_modules/') || entry.link || entry.inBundle) return [];
  return [
    ...((entry.integrity ?? '').startsWith('sha512-') ? [] : [`${place}: no SHA-512`]),
    ...(/^https:\/\/[^/]+\/.*\.tgz$/.test(entry.resolved ?? 'https://x/.tgz')
      ? []
      : [`${place}: from ${entry.resolved}`]),
    ...(entry.hasInstallScript && !SCRIPTED.has(place) ? [`${place}: has an install script`] : []),
  ];
});
const scripted = Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
  hasInstallScript ? [place.replace(/^.*node_modules\//, '')] : [],
);
process.stdout.write(`packages with an install script, none of which is needed: ${scripted.join(', ')}\n`);
for (const fault of faults) process.stdout.write(`package-lock.json: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
