import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/assemblies.ts'],
    // Modules are loaded once for many files, which takes a third of the time: what a file changes of them it sets back.
    isolate: false,
    // One less than the cores unless told: with two cores one of them waited for the engines.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['lambdas/**/*.ts'],
      reporter: [['text', { skipFull: true }], 'text-summary', 'html'],
      // The protocol and the rules are pure: no line of them is out of a test's reach.
      thresholds: { 'lambdas/scim/**': { 100: true }, 'lambdas/domain/**': { 100: true } },
    },
  },
});
