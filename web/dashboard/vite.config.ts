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
  },
  test: { include: ['{src,regions}/**/*.test.ts'] },
});
