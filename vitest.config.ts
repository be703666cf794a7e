// Test runner settings: native addons need real processes, and two cores must not be oversubscribed.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const env = {
  // Tests that use ONNX Runtime directly have it send no reports, either (docs/decisions/020).
  ORT_DISABLE_TELEMETRY: '1',
  // Many tests start the program as a process of its own: what one has compiled the next need not.
  NODE_COMPILE_CACHE: join(tmpdir(), 'narashi-test-cache'),
};
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000, env } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Tests run as the program does: Node.js itself reads TypeScript.
    experimental: { viteModuleRunner: false },
    projects: [
      {
        test: {
          ...common,
          name: 'main',
          // What a process has loaded serves the next file too: a test puts back what it changes of the process.
          isolate: false,
          include: ['test/{unit,contract}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'native',
          include: ['test/native/**/*.test.ts', 'test/e2e/electron/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'ui',
          // They share a browser (test/ui/support/tab.ts), and nothing else that outlives a test.
          isolate: false,
          include: ['test/ui/**/*.test.ts'],
          globalSetup: ['test/ui/support/build.ts'],
        },
      },
      // Each opens the whole app; together they need most of two cores.
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['test/e2e/browser/**/*.test.ts'],
          globalSetup: ['test/ui/support/build.ts'],
          testTimeout: 480_000,
        },
      },
    ],
  },
});
