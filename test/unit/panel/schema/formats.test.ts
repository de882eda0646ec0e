import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiagramFormat } from '../../../../server/src/protocol/schema-panel.js';
import { exported, LONG, ODD, STAR } from './exported.js';

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
});

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
