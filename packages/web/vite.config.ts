import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressFiles } from './compress-files.ts';
import { openingScript } from './opening-script.ts';
import { shellFiles } from './shell-files.ts';

// FRITZ_API points the development server at a running Fritz.
const api = process.env.FRITZ_API ?? 'http://127.0.0.1:5000';

export default defineConfig({
  plugins: [react(), openingScript(), shellFiles(), compressFiles()],
  base: '/',
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'service-worker/service-worker.ts' },
      // Our own packages only define things, so what the app does not use of them can go.
      treeshake: { moduleSideEffects: (id) => !/packages\/(formats|contract|sky|mql)\//.test(id) },
      output: {
        // A service worker rules what lies beneath its address, which must stay the same.
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
        // A file costs a phone 150 ms, six at a time: what always comes together is one, and small
        // parts that the same pages need are joined.
        codeSplitting: {
          groups: [
            {
              name: 'shell',
              tags: ['$initial'],
              test: /^(?!.*service-worker)/,
              priority: 2,
            },
            {
              name: 'common',
              test: /(packages\/web\/src|@mui\/material|@mui\/utils)\//,
              minShareCount: 9,
              maxModuleSize: 15_000,
              priority: 1,
            },
            {
              name: 'common',
              test: /src\/(ui\/(?!plot)|format\/|features\/(?!filters).*\.api\.ts)|icons-material\//,
              minShareCount: 2,
              maxModuleSize: 4_000,
              priority: 1,
            },
            {
              name: 'objects',
              test: /features\/(cutouts|photometry|sources|access|outbox)\/|formats\/src\/(fits|image)\//,
              minShareCount: 3,
              maxModuleSize: 15_000,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: api, ws: true }, '/login': api },
  },
});
