// Builds the renderer into dist/renderer: files that a strict content security policy serves from the app's own origin.
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { guides } from './renderer/build/guides.ts';
import { licences } from './renderer/build/licences.ts';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [
    svelte({ configFile: false }),
    guides(join(import.meta.dirname, 'docs/guide')),
    licences(import.meta.dirname),
  ],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: ['chrome125', 'firefox128', 'safari17.5'],
    // Inlined assets would be data: URLs, which the policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // zod alone, so that the setting is made before any other chunk makes schemas. What nearly every screen needs in one
      // piece: in many small ones a window opens a third slower.
      output: {
        codeSplitting: {
          groups: [
            { name: 'zod', test: /[\\/]node_modules[\\/]zod[\\/]|[\\/]no-eval\.ts$/ },
            {
              name: 'common',
              test: /[\\/]renderer[\\/](bridge|components|router|stores|text|theme)[\\/]|[\\/]shared[\\/]|[\\/]node_modules[\\/](svelte|@lucide)[\\/]/,
            },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 300,
    reportCompressedSize: false,
  },
});
