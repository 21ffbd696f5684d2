import { defineConfig } from 'vitest/config';
import { SlowFirst } from './support/sequencer.ts';

/** Tests that measure the memory of their process, which must hold nothing else. */
const alone = ['test/**/heap.test.ts'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    globalSetup: ['test/support/globalSetup.ts'],
    // A machine that is busy with other things takes several times as long.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Cases change the current folder, which only a process can do.
    pool: 'forks',
    maxWorkers: '100%',
    sequence: { sequencer: SlowFirst },
    server: { deps: { external: [/\/dist\//] } },
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: alone, isolate: false },
      },
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
    ],
  },
});
