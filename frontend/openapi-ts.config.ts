import { defineConfig } from '@hey-api/openapi-ts';

/* Needs the interface of TypeScript 6 (the package `typescript`); types are checked by version 7 (`@typescript/native`). */
export default defineConfig({
  input: '../openapi/openapi.json',
  output: 'src/api/generated',
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', auth: false },
  ],
});
