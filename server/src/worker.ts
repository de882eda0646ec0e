import type { LayoutScript } from 'elkjs/lib/elk-worker.min.js';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { loadElkWith } from './diagram/topology/elk.js';
import type { Host } from './host.js';
import { startServer } from './lsp/server.js';
import {
  FIND_FILES_REQUEST,
  type FindFilesParams,
  type FindFilesResult,
  READ_FILE_REQUEST,
  type ReadFileParams,
  type ReadFileResult,
} from './protocol/lsp.js';
import { loadPostgres } from './sql/postgres/wasm.js';

declare const self: DedicatedWorkerGlobalScope;

/** Main of the language server in a browser. Files belong to the editor, so they are asked for. */
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
);

startServer(connection, {
  host: clientHost,
  defer: run => setTimeout(run, 0),
  later: (ms, run) => setTimeout(run, ms),
  // A worker has no folder of its own to look into: the client says where the extension's files are.
  async prepare({ serverFiles }) {
    loadElkWith(() => layoutScript(new URL('webview/layout-worker.js', serverFiles)));
    const response = await fetch(new URL('libpg-query.wasm', serverFiles));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    await loadPostgres({ binary: new Uint8Array(await response.arrayBuffer()) });
  },
});

/**
 * The script of the layout as a module. It asks whether there is a `self` to know whether it is a worker, and would take
 * the server's messages for its own: it is told that there is none.
 */
async function layoutScript(address: URL): Promise<LayoutScript> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const module: { exports: Partial<LayoutScript> } = { exports: {} };
  const run = new Function('module', 'exports', 'self', 'global', await response.text());
  run(module, module.exports, undefined, globalThis);
  const { Worker } = module.exports;
  if (Worker === undefined) throw new Error(`${response.url} hands out no layout.`);
  return { Worker };
}

function clientHost(log: (line: string) => void): Host {
  return {
    log,
    async readFile(uri, maxBytes) {
      const params: ReadFileParams = { uri, maxBytes };
      try {
        return await connection.sendRequest<ReadFileResult>(READ_FILE_REQUEST, params);
      } catch (error) {
        return { kind: 'unreadable', reason: String(error) };
      }
    },
    async *findFiles(folder, { include, exclude, maxFiles, signal }) {
      const params: FindFilesParams = { folder, include, exclude, maxFiles };
      for (const uri of await connection.sendRequest<FindFilesResult>(FIND_FILES_REQUEST, params)) {
        if (signal?.aborted) return;
        yield uri;
      }
    },
  };
}
