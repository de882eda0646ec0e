import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiagramFormat, DiagramMode } from '../../../../server/src/protocol/schema-panel.js';
import { bench } from './support.js';

const LONG = 'n'.repeat(63);
/** Names that formats have reasons to trip over. */
const ODD = `CREATE SCHEMA "über schema";
CREATE TABLE "say ""hello""" ("select" bigint PRIMARY KEY, "a b" text NOT NULL, "it's" numeric(12,2), "<b>&amp;" text, "back\`tick\\" text);
CREATE TABLE "über schema"."Größe ✓" (a int, b int, "PK" timestamp with time zone, PRIMARY KEY (a, b));
CREATE TABLE "order" (id bigint PRIMARY KEY, parent bigint REFERENCES "order", x int, y int, "say" bigint REFERENCES "say ""hello""", FOREIGN KEY (x, y) REFERENCES "über schema"."Größe ✓" (a, b));
CREATE TABLE ${LONG} (${LONG} int PRIMARY KEY, "tab	new
line" int REFERENCES missing.elsewhere (id));
CREATE TABLE "__init__" ("--" text, "//" text, "" int, "{}" text, "[x]" text, "%d" int);
COMMENT ON TABLE "order" IS 'It''s "quoted" | piped, \\ and
broken';
CREATE VIEW v AS SELECT id FROM "order";
`.replace(', "" int', '');

const NAMES = ['say "hello"', 'Größe ✓', 'order', LONG, '__init__', 'elsewhere'];
const COLUMNS = [
  'select',
  'a b',
  "it's",
  '<b>&amp;',
  'back`tick\\',
  'PK',
  'tab new line',
  '--',
  '{}',
  '[x]',
  '%d',
];

const STAR = `CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date, year int, quarter int, month int);
CREATE TABLE dim_region (region_key int PRIMARY KEY, region text);
CREATE TABLE dim_shop (shop_key int PRIMARY KEY, shop_id int, name text, region_key int REFERENCES dim_region);
CREATE TABLE fact_sales (order_date_key int NOT NULL REFERENCES dim_date, ship_date_key int REFERENCES dim_date, shop_key int NOT NULL, amount numeric(12,2), balance numeric(12,2), discount_pct numeric(5,2));
CREATE TABLE users (id bigint PRIMARY KEY, name text);
`;

async function exported(
  sql: string,
  format: DiagramFormat,
  mode: DiagramMode = 'er',
  tables?: readonly string[],
) {
  const { ask } = await bench(sql);
  const answer = await ask({ kind: 'export', format, mode, ...(tables ? { tables } : {}) });
  assert.ok(typeof answer !== 'string', String(answer));
  return answer;
}

describe('schema panel: formats', () => {
  const said: Readonly<Record<DiagramFormat, (name: string) => string>> = {
    svg: xml,
    dot: xml,
    mermaid: name =>
      name
        .replace(/#/g, '#35;')
        .replace(/"/g, '#quot;')
        .replace(/</g, '#lt;')
        .replace(/>/g, '#gt;')
        .replace(/%/g, '#37;')
        .replace(/\\/g, '#92;'),
    dbml: name => name.replace(/\\/g, '\\\\').replace(/"/g, '\\"'),
    plantuml: name => name,
    json: name => JSON.stringify(name).slice(1, -1),
    markdown: name => name,
  };
  for (const format of ['mermaid', 'dbml', 'dot', 'json', 'markdown'] as const) {
    it(`keeps every name in ${format}`, async () => {
      const { text } = await exported(ODD, format);
      for (const name of NAMES) assert.ok(text.includes(said[format](name)), `${name} in ${text}`);
      for (const name of COLUMNS) {
        const wanted = format === 'json' && name.startsWith('tab') ? 'tab\\tnew\\nline' : said[format](name);
        assert.ok(text.includes(wanted), `${name} in ${text}`);
      }
    });
  }

  it('keeps every name in a picture, in full where there is no room for it', async () => {
    const { text, name } = await exported(ODD, 'svg');
    assert.equal(name, 'schema-er.svg');
    for (const each of [...NAMES, ...COLUMNS]) assert.ok(text.includes(xml(each)), each);
    assert.doesNotMatch(text, /<script|href=|url\((?!#)/);
    wellFormed(text);
  });

  it('writes what PlantUML would take for markup by its number', async () => {
    const { text } = await exported(ODD, 'plantuml');
    assert.match(text, /entity "public\.say <U\+0022>hello<U\+0022>" as t1/);
    assert.match(text, /<U\+003C>b<U\+003E>&amp;|<U\+003C>b<U\+003E><U\+0026>amp;/);
    assert.match(text, /entity "über schema\.Größe ✓" as t\d/);
    assert.match(text, /^t\d }o--o\| t\d : parent$/m);
    assert.equal(text.split('\n').filter(line => /^entity /.test(line)).length, 7);
  });

  it('draws both lines of a dimension that plays two parts, and what is inferred as such', async () => {
    const mermaid = (await exported(STAR, 'mermaid', 'star')).text;
    assert.match(mermaid, /}o--\|\| t1 : "order date"/);
    assert.match(mermaid, /}o--o\| t1 : "ship date"/);
    assert.match(mermaid, /}o\.\.\|\| t3 : "shop_key"/);
    assert.doesNotMatch(mermaid, /users/);
    assert.match(mermaid, /numeric\(5_2\) discount_pct "non-additive"/);
    const dbml = (await exported(STAR, 'dbml')).text;
    assert.match(dbml, /Ref: "public"\."fact_sales"\."order_date_key" > "public"\."dim_date"\."date_key"/);
    assert.match(dbml, /\/\/ inferred\nRef: "public"\."fact_sales"\."shop_key" > /);
  });

  it('puts facts between their dimensions', async () => {
    const { text } = await exported(STAR, 'svg', 'star');
    const left = (name: string): number => {
      const card = text.split('<g class="card').find(each => each.includes(`<title>${name}`));
      return Number(/<rect class="shape[^"]*" x="([\d.]+)"/.exec(card ?? '')?.[1]);
    };
    const [fact, ...around] = [left('fact_sales'), left('dim_date'), left('dim_shop')];
    assert.ok(Math.min(...around) < fact! && Math.max(...around) > fact!, String([fact, around]));
    assert.equal(text.match(/marker-start="url\(#many\)"/g)?.length, 4);
  });

  it('lays every card out apart from the others', async () => {
    const { text } = await exported(ODD + STAR, 'svg');
    const boxes = [
      ...text.matchAll(
        /<g class="card[^>]*><title>[^<]*<\/title><rect class="shape[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
      ),
    ].map(match => match.slice(1).map(Number));
    assert.equal(boxes.length, 12);
    for (const [i, [ax, ay, aw, ah]] of boxes.entries())
      for (const [bx, by, bw, bh] of boxes.slice(i + 1))
        assert.ok(ax! + aw! <= bx! || bx! + bw! <= ax! || ay! + ah! <= by! || by! + bh! <= ay!);
  });

  it('exports the tables that are asked for, with the lines between them', async () => {
    const { text } = await exported(STAR, 'json', 'er', ['public.fact_sales', 'public.dim_date']);
    const found = JSON.parse(text) as {
      version: number;
      tables: { name: string; place: unknown }[];
      edges: unknown[];
    };
    assert.equal(found.version, 1);
    assert.deepEqual(
      found.tables.map(({ name }) => name),
      ['dim_date', 'fact_sales'],
    );
    assert.deepEqual(found.tables[0]!.place, { file: 'schema.sql', line: 1, column: 14 });
    assert.equal(found.edges.length, 2);
  });

  it('is a dictionary that says what each column means', async () => {
    const { text } = await exported(
      `${STAR}COMMENT ON COLUMN users.name IS 'as printed | on cards';`,
      'markdown',
    );
    assert.match(
      text,
      /\| `balance` \| `numeric\(12,2\)` \| yes \| {2}\| {2}\| semi-additive: a level at a point in time \|/,
    );
    assert.match(text, /\| `name` \| `text` \| yes \| {2}\| {2}\| as printed \\\| on cards \|/);
    assert.match(text, /- `shop_key` refers to `dim_shop \(shop_key\)`, inferred from names/);
  });

  it('is what the documentation shows', async () => {
    const page = readFileSync(join(__dirname, '../../../../docs/schema-diagrams.md'), 'utf8');
    const block = (from: number, language: string): string =>
      new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page.slice(from))![1]!;
    const example = page.indexOf('## An example');
    const { text } = await exported(block(example, 'sql'), 'mermaid', 'star');
    assert.equal(text, block(example, 'mermaid'));
  });

  it('is accepted by the tools that the formats are of', function () {
    // A folder in which `mermaid` and `@dbml/core` are installed: they are too large to come with the project.
    const tools = process.env.FAULTLINE_DIAGRAM_TOOLS;
    if (tools === undefined) this.skip();
    return check(tools);
  });
});

async function check(tools: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-diagram-'));
  for (const [name, sql] of Object.entries({ odd: ODD, star: STAR }))
    for (const format of ['mermaid', 'dbml'] as const)
      writeFileSync(join(folder, `${name}.${format}`), (await exported(sql, format)).text);
  const script = `
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
  writeFileSync(join(folder, 'check.mjs'), script);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['check.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, 'odd 6\nstar 5\n');
}

function xml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Every element is closed, in turn. */
function wellFormed(text: string): void {
  const open: string[] = [];
  for (const [, close, name, rest] of text.matchAll(/<(\/?)([a-z][\w-]*)((?:[^<>"]|"[^"]*")*)>/gi)) {
    if (close) assert.equal(open.pop(), name);
    else if (!rest!.endsWith('/')) open.push(name!);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(text.replace(/<[^<>]*>/g, ''), /[<>]|&(?!(?:amp|lt|gt|quot);)/);
}
