import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const SERVER = 'server/src';

/** Folders of the server in the order in which data walks through them; a file of the same name is its façade. */
const LAYERS = [
  'text',
  'sql',
  'documents',
  'cluster',
  'simulate',
  'diagram',
  'schema',
  'workload',
  'classify',
  'rules',
  'project',
  'ide',
  'analyzer',
  'protocol',
  'panel',
  'lsp',
];
const MAINS = ['node.ts', 'worker.ts', 'cli.ts', 'node/', 'cli/'];
/** Interfaces that two layers meet at: nothing but types, so anyone may name them. */
const CONTRACTS = ['analyzer/types.ts', 'host.ts'];
/** The names of the dialects: it imports nothing, and the splitter goes by them as well. */
const VOCABULARY = 'sql/dialect.ts';

interface Import {
  readonly file: string;
  readonly target: string;
  /** Erased when compiled. */
  readonly typeOnly: boolean;
}

const files = sources(['server', 'client', 'media', 'scripts', 'test', 'tools']);
const imports = files.filter(file => file.endsWith('.ts')).flatMap(importsOf);
const ofServer = imports.filter(each => each.file.startsWith(`${SERVER}/`));

describe('architecture', () => {
  it('sees the project', () => {
    assert.ok(ofServer.length > 50, `${ofServer.length} imports found`);
  });

  it('only the client and the integration tests know vscode', () => {
    const allowed = (file: string) => file.startsWith('client/') || file.startsWith('test/integration/');
    none(imports.filter(({ file, target }) => target === 'vscode' && !allowed(file)));
  });

  it('only lsp/ and the mains of the server speak LSP', () => {
    const allowed = (file: string) =>
      file.startsWith(`${SERVER}/lsp/`) || file === `${SERVER}/node.ts` || file === `${SERVER}/worker.ts`;
    none(
      ofServer.filter(
        ({ file, target }) =>
          /^vscode-(languageserver|jsonrpc)(?!-textdocument)/.test(target) && !allowed(file),
      ),
    );
  });

  it('only sql/ knows SQL parsers', () => {
    none(
      ofServer.filter(
        ({ file, target }) =>
          /^(libpg-query|node-sql-parser|pgsql-)/.test(target) && !file.startsWith(`${SERVER}/sql/`),
      ),
    );
  });

  it('only mains touch Node and its file system', () => {
    none(ofServer.filter(({ file, target }) => isNode(target) && !isMain(file)));
  });

  it('the engine is compiled without DOM, Node and vscode', () => {
    const config = readFileSync(join(ROOT, 'tsconfig.core.json'), 'utf8').replace(/^\s*\/\/.*$/gm, '');
    const { compilerOptions } = JSON.parse(config) as { compilerOptions: { lib: string[]; types: string[] } };
    assert.deepEqual(compilerOptions.lib, ['ES2022']);
    assert.deepEqual(compilerOptions.types, []);
  });

  it('a simulation knows no time but its own, and no chance but its seed', () => {
    const inside = files.filter(file => file.startsWith(`${SERVER}/simulate/`) && file.endsWith('.ts'));
    assert.ok(inside.length > 50, `${inside.length} files found`);
    const banned =
      /\bMath\.random\b|\bDate\b\s*[.(]|\bnew Date\b|\bperformance\.now\b|\bset(?:Timeout|Interval|Immediate)\s*\(|\bcrypto\./;
    assert.deepEqual(
      inside.filter(file => banned.test(readFileSync(join(ROOT, file), 'utf8'))),
      [],
    );
  });

  it('messages to webviews import nothing', () => {
    none(imports.filter(({ file }) => file === `${SERVER}/protocol/webview.ts`));
  });

  it('imports of the server only point backwards along the data flow', () => {
    const wrong = ofServer.filter(({ file, target, typeOnly }) => {
      if (!target.startsWith(`${SERVER}/`))
        return target.startsWith('client/') || target.startsWith('media/');
      if (typeOnly && CONTRACTS.includes(target.slice(SERVER.length + 1))) return false;
      if (target === `${SERVER}/${VOCABULARY}`) return false;
      return rankOf(target) > rankOf(file);
    });
    none(wrong);
  });

  it('contracts hold nothing but types', () => {
    for (const contract of CONTRACTS) {
      const text = readFileSync(join(ROOT, SERVER, contract), 'utf8');
      assert.doesNotMatch(text, /^(export )?(const|let|function|class|enum) /m, contract);
      none(ofServer.filter(({ file, typeOnly }) => file === `${SERVER}/${contract}` && !typeOnly));
    }
    none(ofServer.filter(({ file }) => file === `${SERVER}/${VOCABULARY}`));
  });

  it('no file is longer than 500 lines', () => {
    const long = files
      .filter(file => !file.startsWith('test/fixtures/'))
      .map(file => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 500);
    assert.deepEqual(long, []);
  });
});

function none(wrong: readonly Import[]): void {
  assert.deepEqual(
    wrong.map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
}

function rankOf(file: string): number {
  const inside = file.slice(SERVER.length + 1);
  if (MAINS.some(main => (main.endsWith('/') ? inside.startsWith(main) : inside === main)))
    return LAYERS.length;
  const layer = LAYERS.indexOf(inside.split('/')[0]!.replace(/\.ts$/, ''));
  // What stands beside the folders (host.ts) is asked for by the analyzer.
  return layer >= 0 ? layer : LAYERS.indexOf('analyzer');
}

function isMain(file: string): boolean {
  return rankOf(file) === LAYERS.length;
}

function isNode(target: string): boolean {
  return (
    /^node:/.test(target) ||
    ['fs', 'path', 'os', 'child_process', 'crypto', 'url', 'worker_threads'].includes(target)
  );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?([^'";]*?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...text.matchAll(pattern)].map(([, type, clause = '', from, dynamic]) => ({
    file,
    target: targetOf(file, from ?? dynamic ?? ''),
    typeOnly:
      type !== undefined || onlyTypes(clause) || (dynamic !== undefined && typePosition(text, dynamic)),
  }));
}

/** `{ type A, type B } from`. */
function onlyTypes(clause: string): boolean {
  const names = /^\{([^}]*)\}/
    .exec(clause.trim())?.[1]
    ?.split(',')
    .map(name => name.trim())
    .filter(Boolean);
  return names !== undefined && names.length > 0 && names.every(name => name.startsWith('type '));
}

/** `import('./x.js').Type` in a declaration, which is erased. */
function typePosition(text: string, from: string): boolean {
  return text.includes(`import('${from}').`) && !text.includes(`await import('${from}')`);
}

function targetOf(file: string, from: string): string {
  if (!from.startsWith('.')) return from;
  const path = resolve(ROOT, dirname(file), from).replace(/\.js$/, '.ts');
  return relative(ROOT, existsSync(path) ? path : `${path}.ts`);
}

function sources(folders: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    if (!existsSync(join(ROOT, folder))) return;
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      if (['node_modules', 'output', 'dist', 'out', '.vscode-test'].includes(entry.name)) continue;
      if (entry.isDirectory()) visit(`${folder}/${entry.name}`);
      else if (/\.(ts|mjs|js|css)$/.test(entry.name)) found.push(`${folder}/${entry.name}`);
    }
  };
  folders.forEach(visit);
  return found;
}
