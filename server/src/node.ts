import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './lsp/server.js';
import { createNodeHost } from './node/host.js';
import { VerdictThread } from './node/verdict-thread.js';
import { serveVerdicts, VERDICT_WORKER } from './node/verdict-worker.js';

/**
 * Main of the language server as a process: `node server.js --stdio`, or started by an editor over IPC. The same script is
 * the main of the thread in which it searches clusters.
 */
if (workerData === VERDICT_WORKER && parentPort !== null) serveVerdicts(parentPort);
else
  startServer(createConnection(ProposedFeatures.all), {
    host: log => createNodeHost({ log }),
    defer: run => setImmediate(run),
    later: (ms, run) => setTimeout(run, ms).unref(),
    searcher: () => new VerdictThread({ script: __filename }),
    rulePages: new URL('../docs/rules/', pathToFileURL(__filename)).href,
  });
