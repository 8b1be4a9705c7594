import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Remakes the pictures of the user manual: the same server with demo data, another folder of scripts. */
export default defineConfig(base, {
  testDir: 'e2e/manual',
  testMatch: 'pictures.ts',
  workers: 1,
  reporter: 'list',
  use: {
    timezoneId: 'Asia/Makassar',
    viewport: { width: 1000, height: 700 },
    colorScheme: 'light',
    trace: 'off',
  },
});
