// Builds every bundle: `node esbuild.mjs [--production] [--tests]`.
import { readdirSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { LAYOUT_WORKER, panelOptions } from './scripts/lib/panels.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const production = process.argv.includes('--production');
const tests = process.argv.includes('--tests');
const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  target: 'es2022',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
};
const node = { ...common, platform: 'node', format: 'cjs', external: ['vscode'] };
const web = {
  ...common,
  platform: 'browser',
  external: ['vscode'],
  define: { global: 'globalThis' },
  mainFields: ['browser', 'module', 'main'],
};

/**
 * The grammars for queries are 200 to 300 kB each, and most people need one or none. They become files of their own
 * beside the bundle, which is all that is read before a query of that dialect is seen.
 */
const grammars = new Set();
const lazyGrammars = {
  name: 'lazy-grammars',
  setup(build) {
    build.onResolve({ filter: /^node-sql-parser\/build\// }, ({ path }) => {
      const name = path.replace(/^.*\//, '').replace(/\.js$/, '');
      grammars.add(name);
      return { path: `./queries/${name}.js`, external: true };
    });
  },
};

/**
 * In a browser queries are read by their tokens alone: a worker's script is one file, started from an address that
 * it does not know, and all grammars together are larger than everything else in it.
 */
const noGrammars = {
  name: 'no-grammars',
  setup(build) {
    build.onResolve({ filter: /^node-sql-parser\/build\// }, ({ path }) => ({
      path,
      namespace: 'no-grammar',
    }));
    build.onLoad({ filter: /.*/, namespace: 'no-grammar' }, () => ({ contents: 'export {};' }));
  },
};

const LAYOUT_MODULE = /^elkjs\/lib\/elk-worker\.min\.js$/;

/**
 * The layout of diagrams is 1.6 MB, and is read when the first one is drawn. There is one file of it, that of the panels'
 * pages, which make a worker of it; the server in a process imports it, the one in a browser fetches it.
 */
const lazyLayout = {
  name: 'lazy-layout',
  setup(build) {
    build.onResolve({ filter: LAYOUT_MODULE }, () => ({
      path: './webview/layout-worker.js',
      external: true,
    }));
  },
};

/** Activation reads a few kB: the language client is a file of its own, read when the server is started. */
const lazyClient = {
  name: 'lazy-client',
  setup(build) {
    build.onResolve({ filter: /^vscode-languageclient\/node$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './language-client.js', external: true } : undefined,
    );
  },
};

await rm(join(root, 'dist'), { recursive: true, force: true });
await mkdir(join(root, 'dist/web'), { recursive: true });
await Promise.all([
  esbuild.build({
    ...node,
    entryPoints: { extension: 'client/src/node.ts', 'language-client': 'vscode-languageclient/node' },
    outdir: 'dist',
    plugins: [lazyClient],
  }),
  esbuild.build({
    ...node,
    entryPoints: { server: 'server/src/node.ts' },
    outdir: 'dist',
    plugins: [lazyGrammars, lazyLayout],
  }),
  esbuild.build({
    ...node,
    entryPoints: { cli: 'server/src/cli.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [lazyGrammars, lazyLayout],
  }),
  esbuild.build({
    ...web,
    format: 'cjs',
    entryPoints: { extension: 'client/src/web.ts' },
    outdir: 'dist/web',
  }),
  esbuild.build({
    ...web,
    format: 'iife',
    entryPoints: { server: 'server/src/worker.ts' },
    outdir: 'dist/web',
    external: ['node:*'],
    plugins: [noGrammars, lazyLayout],
  }),
  esbuild.build(panelOptions(production)),
  ...(tests ? [buildTests()] : []),
]);

const wasm = join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm');
await Promise.all([
  cp(wasm, join(root, 'dist/libpg-query.wasm')),
  cp(LAYOUT_WORKER, join(root, 'dist/webview/layout-worker.js')),
  ...[...grammars].map(name =>
    esbuild.build({
      ...node,
      minify: true,
      sourcemap: false,
      entryPoints: [`node_modules/node-sql-parser/build/${name}.js`],
      outfile: `dist/queries/${name}.js`,
    }),
  ),
]);

/** The suite runs inside VS Code's extension host, which loads mocha from node_modules. */
function buildTests() {
  const folder = 'test/integration';
  const entryPoints = readdirSync(join(root, folder))
    .filter(file => file === 'index.ts' || /\.(?:test|before|reload)\.ts$/.test(file))
    .map(file => join(folder, file));
  return esbuild.build({
    ...node,
    minify: false,
    sourcemap: 'linked',
    external: ['vscode', 'mocha'],
    entryPoints,
    outdir: 'out/test/integration',
  });
}
