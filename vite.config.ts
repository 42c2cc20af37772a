import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { UserConfig } from 'vite';
import { objectFrame } from './scripts/objectFrame.ts';

const located = (place: string) => fileURLToPath(new URL(place, import.meta.url));

const page: UserConfig = {
  root: located('./src-renderer'),
  plugins: [react(), objectFrame()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
};

/** A sandboxed preload is one CommonJS file that may require nothing but electron. */
const preload: UserConfig = {
  root: located('./src-main/preload'),
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: located('./src-main/preload/preload.ts'),
    outDir: located('./dist/preload'),
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: false,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'preload' ? preload : page));
