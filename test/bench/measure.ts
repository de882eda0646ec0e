import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadModule, parseSync } from 'libpg-query';
import type { Analyzer, Settings } from '../../server/src/analyzer/types.js';
import { createAnalyzer } from '../../server/src/analyzer.js';
import type { Host } from '../../server/src/host.js';
import { RULES } from '../../server/src/rules/index.js';
import { splitSql } from '../../server/src/text/splitter.js';
import { generateConfig, planConfigEdits } from './configs.js';
import { generateDump } from './dump.js';
import { planEdits, type TimedEdit } from './edits.js';
import { LspClient } from './lsp-client.js';

/** Milliseconds of each edit, in order, with its kind. */
export type Timings = readonly { readonly kind: TimedEdit['kind']; readonly ms: number }[];

const URI = 'file:///bench/schema.sql';

/** Each runs in a process of its own: `node measure.cjs <name> <size> [edits] [server]`. */
const MEASUREMENTS: Readonly<
  Record<string, (text: string, edits: number, server: string) => Promise<unknown>>
> = {
  raw: async text => {
    const sql = statementsOf(text);
    await loadModule();
    return {
      cold: timed(() => parseSync(sql)),
      chars: text.length,
      statements: splitSql(text, 'postgres').length,
    };
  },
  split: async text => {
    const times = Array.from({ length: 30 }, () => timed(() => splitSql(text, 'postgres')));
    return { cold: times[0], warm: median(times.slice(5)) };
  },
  cold: async text => {
    const analyzer = await ready();
    return {
      cold: timed(() => {
        analyzer.openBuffer(URI, text);
        analyzer.findings(URI);
      }),
    };
  },
  // The raw parse in turn with ours, so that both see the same machine.
  first: async text => {
    const sql = statementsOf(text);
    await loadModule();
    const ours: number[] = [];
    const raw: number[] = [];
    let found = 0;
    for (let i = 0; i < 30; i++) {
      const analyzer = await ready();
      ours.push(
        timed(() => {
          analyzer.openBuffer(URI, text);
          found = analyzer.findings(URI).length;
        }),
      );
      raw.push(timed(() => parseSync(sql)));
    }
    const ratios = ours.map((ms, index) => ms / raw[index]!);
    const skipped = 5;
    return {
      warm: median(ours.slice(skipped)),
      raw: median(raw.slice(skipped)),
      ratio: median(ratios.slice(skipped)),
      findings: found,
    };
  },
  edits: (text, count) => runEdits(text, count),
  // Every rule, those as well that are off by default.
  'edits-all': (text, count) =>
    runEdits(
      text,
      count,
      Object.fromEntries(
        RULES.filter(rule => rule.severity === 'off').map(rule => [rule.id, 'hint' as const]),
      ),
    ),
  // Of the size of a config: the text is made here, whatever was asked for.
  config: async (_, count) => {
    const result: Record<string, { lines: number; times: number[]; findings: number }> = {};
    for (const kind of ['postgresql.conf', 'patroni.yml'] as const) {
      const uri = `file:///bench/${kind}`;
      const text = generateConfig(kind, 1000);
      const analyzer = await ready();
      analyzer.openBuffer(uri, text);
      const findings = analyzer.findings(uri).length;
      const times = planConfigEdits(text, count).map(change =>
        timed(() => {
          analyzer.changeBuffer(uri, [change]);
          analyzer.takeChanged();
          analyzer.findings(uri);
        }),
      );
      result[kind] = { lines: text.split('\n').length - 1, times, findings };
    }
    return result;
  },
  lsp: async (text, count, server) => {
    const plan = planEdits(text, count);
    const started = performance.now();
    const client = new LspClient(server);
    await client.request('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      // What editors show of a finding, and with it everything that is sent of one.
      capabilities: {
        textDocument: {
          publishDiagnostics: {
            relatedInformation: true,
            tagSupport: { valueSet: [1, 2] },
            codeDescriptionSupport: true,
            dataSupport: true,
            versionSupport: true,
          },
        },
      },
    });
    client.notify('initialized', {});
    const activation = performance.now() - started;
    const first = client.diagnostics(URI, 0);
    const opened = performance.now();
    client.notify('textDocument/didOpen', {
      textDocument: { uri: URI, languageId: 'sql', version: 0, text },
    });
    const findings = await first;
    const whole = performance.now() - opened;
    const timings: { kind: TimedEdit['kind']; ms: number }[] = [];
    for (const [index, { kind, change }] of plan.entries()) {
      const version = index + 1;
      const answer = client.diagnostics(URI, version);
      const start = performance.now();
      client.notify('textDocument/didChange', {
        textDocument: { uri: URI, version },
        contentChanges: [change],
      });
      await answer;
      timings.push({ kind, ms: performance.now() - start });
    }
    await client.stop();
    return { activation, whole, findings, timings };
  },
};

async function runEdits(text: string, count: number, rules: Settings['rules'] = {}): Promise<Timings> {
  const plan = planEdits(text, count);
  const analyzer = await ready();
  analyzer.configure({ rules });
  analyzer.openBuffer(URI, text);
  analyzer.findings(URI);
  return plan.map(({ kind, change }): Timings[number] => {
    const start = performance.now();
    analyzer.changeBuffer(URI, [change]);
    analyzer.takeChanged();
    analyzer.findings(URI);
    return { kind, ms: performance.now() - start };
  });
}

async function ready(): Promise<Analyzer> {
  const analyzer = createAnalyzer(NO_FILES);
  await analyzer.index([]);
  return analyzer;
}

const NO_FILES: Host = {
  readFile: async () => ({ kind: 'missing' }),
  async *findFiles() {},
  log() {},
};

/** What PostgreSQL's grammar can read of a dump: its statements, without client commands and data. */
function statementsOf(text: string): string {
  return splitSql(text, 'postgres')
    .filter(piece => piece.kind === 'statement')
    .map(piece => piece.text)
    .join('');
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

const [name = '', size = '0', edits = '0', server = join(__dirname, 'server.js')] = process.argv.slice(2);
void MEASUREMENTS[name]!(generateDump({ size: Number(size) }), Number(edits), server).then(result =>
  process.stdout.write(JSON.stringify(result)),
);
