import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiagramFormat } from '../../../../server/src/protocol/schema-panel.js';
import { exported, ODD, STAR } from './exported.js';

const SCHEMAS = { odd: ODD, star: STAR } as const;
/** Tables in each, with views and tables that are only spoken of. */
const TABLES = { odd: 7, star: 5 } as const;

/** Exports are opened by the tools that they are for, where those are installed; nothing is installed for it. */
describe('schema panel: exports in their own tools', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'faultline-diagram-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('Graphviz draws every table', async function () {
    if (!found('dot', ['-V'])) return this.skip();
    await write('dot', 'dot');
    for (const [name, tables] of Object.entries(TABLES)) {
      const { status, stdout, stderr } = run('dot', ['-Tsvg', `${name}.dot`]);
      assert.equal(status, 0, stderr);
      assert.equal(stderr, '');
      assert.equal(stdout.match(/<g id="[^"]*" class="node">/g)?.length, tables);
    }
  });

  it('PlantUML draws every table', async function () {
    if (!found('plantuml', ['-headless', '-version'])) return this.skip();
    await write('plantuml', 'puml');
    // 200 where a line is none of its own.
    const { status, stderr } = run('plantuml', ['-headless', '-tsvg', 'odd.puml', 'star.puml']);
    assert.equal(status, 0, stderr);
    for (const [name, tables] of Object.entries(TABLES)) {
      const drawn = readFileSync(join(folder, `${name}.svg`), 'utf8');
      for (let table = 1; table <= tables; table++) assert.match(drawn, new RegExp(`\\bt${table}\\b`));
      assert.doesNotMatch(drawn, /Syntax Error/i);
    }
  });

  it('Mermaid and DBML read every table', async function () {
    // A folder in which `mermaid` and `@dbml/core` are installed: they are too large to come with the project.
    const tools = process.env.FAULTLINE_DIAGRAM_TOOLS;
    if (tools === undefined) {
      console.log('      Mermaid, @dbml/core: not asked for (FAULTLINE_DIAGRAM_TOOLS names no folder)');
      return this.skip();
    }
    await write('mermaid', 'mermaid');
    await write('dbml', 'dbml');
    writeFileSync(join(folder, 'check.mjs'), checkScript(tools));
    const { status, stdout, stderr } = run(process.execPath, ['check.mjs']);
    assert.equal(status, 0, stderr);
    // DBML knows no views.
    assert.equal(stdout, 'odd 6\nstar 5\n');
  });

  async function write(format: DiagramFormat, ending: string): Promise<void> {
    for (const [name, sql] of Object.entries(SCHEMAS))
      writeFileSync(join(folder, `${name}.${ending}`), (await exported(sql, format)).text);
  }

  function run(command: string, args: readonly string[]) {
    return spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  }
});

/** Whether a tool is there; says so where it is not, so that nobody takes a skip for a pass. */
function found(command: string, args: readonly string[]): boolean {
  const there = spawnSync(command, args).status === 0;
  if (!there)
    console.log(`      ${command}: not installed here, what it would say of an export is not known`);
  return there;
}

function checkScript(tools: string): string {
  return `
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire(${JSON.stringify(join(tools, 'x.js'))});
const { Parser } = require('@dbml/core');
const mermaid = (await import(pathToFileURL(require.resolve('mermaid')))).default;
for (const name of ['odd', 'star']) {
  await mermaid.parse(readFileSync(name + '.mermaid', 'utf8'));
  const { schemas } = new Parser().parse(readFileSync(name + '.dbml', 'utf8'), 'dbmlv2');
  console.log(name, schemas.reduce((sum, each) => sum + each.tables.length, 0));
}`;
}
