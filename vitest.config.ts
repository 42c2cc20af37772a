import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/home.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    retry: process.env['CI'] ? 2 : 0,
    coverage: { provider: 'v8', include: ['src-shared/**', 'src-main/**'] },
  },
});
