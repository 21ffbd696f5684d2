import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The library as it is built, under the name of the package.
  resolve: { alias: { nnsh: new URL('../dist/library/index.js', import.meta.url).pathname } },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Cases change the current folder, which only a process can do.
    pool: 'forks',
    maxWorkers: '100%',
    isolate: false,
    server: { deps: { external: [/\/dist\//] } },
  },
});
