import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { regions } from './regions/plugin.ts';

// The built files are part of the Python package: the server needs no Node.js.
export default defineConfig({
  plugins: [svelte(), regions()],
  build: {
    outDir: '../../src/playhead/dashboard/built',
    emptyOutDir: true,
    assetsInlineLimit: 0, // a data: URL would need a hole in the content security policy
    target: 'es2022',
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // all styles are a few kilobytes, and a file less to wait for
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs is one file, and each page another: no chains of small ones.
          groups: [{ name: 'shared', test: /svelte\/src|src\/(api|format|shell|state|ui)\// }],
        },
      },
    },
  },
  test: { include: ['{src,regions}/**/*.test.ts'] },
});
