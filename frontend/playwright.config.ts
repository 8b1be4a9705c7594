import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/**
 * The tests run against the real server in demo mode, on a data folder of their own. The binary and the SPA
 * must be built before (`make build`); nothing is built here.
 */
const port = Number(process.env.ELAYANAN_E2E_PORT ?? 8479);
const address = `127.0.0.1:${port}`;

// The configuration is read again in every worker; only the first reading makes a folder.
process.env.ELAYANAN_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'elayanan-e2e-'));

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  reporter: process.env.CI ? [['list']] : [['list'], ['html', { open: 'never' }]],
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // The longest test begins first, so that nothing waits for it at the end.
  projects: [
    { name: 'longest', testMatch: 'recommendation.spec.ts' },
    { name: 'others', testIgnore: 'recommendation.spec.ts' },
  ],
  timeout: 120_000, // a test walks through many pages, and two cores are shared with the server
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://${address}`,
    locale: 'id-ID',
    reducedMotion: 'reduce', // nothing to wait for
    timezoneId: 'Asia/Jakarta', // not the office's: times on the screen must be WITA all the same
    screenshot: 'only-on-failure', // a trace of everything costs a fifth of the time: `npm run e2e -- --trace on`
    launchOptions: { executablePath: process.env.ELAYANAN_CHROMIUM ?? '/usr/bin/chromium' },
  },
  webServer: {
    command: `${process.env.ELAYANAN_BINARY ?? '../bin/elayanan'} serve --demo`,
    url: `http://${address}/readyz`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: {
      ELAYANAN_LISTEN: address,
      ELAYANAN_PUBLIC_URL: `http://${address}`,
      ELAYANAN_DATA_DIR: process.env.ELAYANAN_E2E_DATA,
      ELAYANAN_WEB_DIR: 'dist',
      ELAYANAN_DEMO_PASSWORD: 'empat gajah menyeberang sungai',
      ELAYANAN_LOG_LEVEL: 'warn',
    },
  },
});
