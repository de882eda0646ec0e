// How the scripts of panels are bundled: for the extension, and in memory for tests of their pages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './run.mjs';

/** Made by elkjs, as it is: pages make workers of it. */
export const LAYOUT_WORKER = join(root, 'node_modules/elkjs/lib/elk-worker.min.js');

/** One script and one style per panel. */
export function panelOptions(production) {
  return {
    absWorkingDir: root,
    bundle: true,
    logLevel: 'warning',
    target: 'es2022',
    platform: 'browser',
    format: 'iife',
    legalComments: 'none',
    minify: production,
    sourcemap: production ? false : 'linked',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    // The player is no panel: its parts go into pages that people save.
    entryPoints: {
      topology: 'media/topology/main.tsx',
      schema: 'media/schema/main.tsx',
      player: 'media/topology/player.tsx',
    },
    outdir: 'dist/webview',
  };
}

/** Every file of dist/webview, by its name, without writing any. */
export async function bundlePanels() {
  const { outputFiles } = await esbuild.build({ ...panelOptions(false), sourcemap: false, write: false });
  const files = new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[/\\]/, ''), contents]));
  files.set('layout-worker.js', readFileSync(LAYOUT_WORKER));
  return files;
}
