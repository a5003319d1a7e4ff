import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// FRITZ_API points the development server at a running Fritz.
const api = process.env.FRITZ_API ?? 'http://127.0.0.1:5000';

export default defineConfig({
  plugins: [react()],
  base: '/',
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // Our own packages only define things, so what the app does not use of them can go.
      treeshake: { moduleSideEffects: (id) => !/packages\/(formats|contract|sky|mql)\//.test(id) },
    },
  },
  server: {
    proxy: { '/api': { target: api, ws: true }, '/login': api },
  },
});
