import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Plugin } from 'vite';

const SOURCES = fileURLToPath(new URL('../src-renderer/jsroot/frame/', import.meta.url));
const NAME = 'jsroot/frame.html';
/** Parts of JSROOT that are loaded for trees, geometries and web displays only. */
const LEFT_OUT =
  /jsroot\/modules\/(?:geom\/TGeoPainter|gui\/HierarchyPainter|gpad\/RCanvasPainter|draw\/(?:v7more|RNTuple|TTree)|hist\/RPavePainter|rntuple|testing)\.mjs$/;

const leaveOut: Plugin = {
  name: 'leave-out',
  load: (id) => (LEFT_OUT.test(id) ? 'export const drawDummy3DGeom = undefined;' : null),
};

async function script(): Promise<string> {
  const made = await build({
    configFile: false,
    root: SOURCES,
    logLevel: 'silent',
    plugins: [leaveOut],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: `${SOURCES}frame.ts`,
        external: [
          'fs',
          'zlib',
          'http',
          'https',
          'url',
          'xhr2',
          'tmp',
          'mathjax',
          'three',
          'three/addons',
        ].concat(['canvas', 'jsdom', '@oneidentity/zstd-js']),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  });
  const [first] = [made].flat();
  if (!('output' in first) || first.output.length !== 1) throw new Error('the frame is not one script');
  const [{ code }] = first.output;
  return code.replace(/<\/(?=script)/gi, '<\\/').replace(/<!--/g, '<\\!--');
}

/**
 * Adds `jsroot/frame.html` to the page: JSROOT in one document with its script and style inside, because a sandboxed document
 * is of no origin and may load nothing.
 */
export function objectFrame(): Plugin {
  return {
    name: 'object-frame',
    async generateBundle() {
      const style = readFileSync(`${SOURCES}frame.css`, 'utf8');
      const head = `<meta charset="utf-8"><title>ROOT object</title><style>${style}</style>`;
      const source = `<!doctype html><html lang="en"><head>${head}</head><body><script>${await script()}</script></body></html>`;
      this.emitFile({ type: 'asset', fileName: NAME, source });
    },
  };
}
