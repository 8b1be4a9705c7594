import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The running server, for what is not built here: the API, and the public site that it renders. */
const server = process.env.ELAYANAN_API ?? 'http://127.0.0.1:8080';
const sitePages =
  '^/((layanan|ajukan|unduhan|site)/.+|(en|kebijakan|manual|privasi|kontak|lacak|cek|docs)(/.*)?|(openapi\\.json|sitemap\\.xml|robots\\.txt))?(\\?.*)?$';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server replaces this placeholder with a fresh nonce in every response (CSP without unsafe-inline).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // data: URLs are not allowed by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What two pages of three share is one file: a page then asks for some 30 files instead of 70, and they are smaller
    // in all.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', minShareCount: 40 }] } } },
  },
  server: { proxy: { '/api': server, [sitePages]: server } },
  // No test leaves anything behind that others see: the files share processes.
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node', isolate: false },
});
