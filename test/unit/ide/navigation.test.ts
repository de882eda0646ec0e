import assert from 'node:assert/strict';
import type { Place } from '../../../server/src/analyzer.js';
import { score } from '../../../server/src/ide/fuzzy.js';
import type { DocumentSymbol } from '../../../server/src/ide/index.js';
import {
  codeLenses,
  definition,
  documentSymbols,
  highlights,
  references,
  status,
  workspaceSymbols,
} from '../../../server/src/ide/index.js';
import { at } from '../support/memory-host.js';
import { type TestWorkspace, workspace } from '../support/workspace.js';
import { shop } from './shop.js';

/** `file:line text` of a place. */
function show({ analyzer }: TestWorkspace, { uri, range }: Place): string {
  const text = analyzer
    .text(uri)!
    .slice(analyzer.offsetAt(uri, range.start), analyzer.offsetAt(uri, range.end));
  return `${uri.slice(at('').length)}:${range.start.line + 1} ${text}`;
}

describe('ide: definition', () => {
  const CASES: readonly (readonly [string, string, ...string[]])[] = [
    ['03_orders.sql', 'references us|ers', '02_users.sql:2 users'],
    ['03_orders.sql', 'references users (i|d)', '02_users.sql:3 id'],
    ['03_orders.sql', 'on orders (user|_id)', '03_orders.sql:3 user_id'],
    ['04_later.sql', 'insert into purch|ases', '03_orders.sql:1 orders'],
    ['04_later.sql', 'select id, a|ge', '04_later.sql:1 age'],
    ['02_users.sql', 'execute function tou|ch', '01_types.sql:5 touch'],
    ['02_users.sql', 'feeling mo|od', '01_types.sql:1 mood'],
    ['02_users.sql', 'contact em|ail', '01_types.sql:2 email'],
    ['03_orders.sql', 'create table log_|2024', '03_orders.sql:12 log_2024', '03_orders.sql:7 log'],
    ['03_orders.sql', 'create view buy|ers', '03_orders.sql:13 buyers'],
    ['02_users.sql', 'index users_|lower', '02_users.sql:11 users_lower'],
  ];
  for (const [path, mark, ...expected] of CASES) {
    it(`of ${mark}`, async () => {
      const it = await shop();
      const found = definition(it.analyzer, at(path), it.position(path, mark));
      const names = found?.targets.map(target => show(it, target));
      assert.equal(names?.length, expected.length);
      for (const [index, name] of expected.entries())
        assert.ok(names![index]!.startsWith(name), names![index]);
    });
  }

  it('gives the name inside of the whole', async () => {
    const it = await shop();
    const { origin, targets } = definition(
      it.analyzer,
      at('03_orders.sql'),
      it.position('03_orders.sql', 'references us|ers'),
    )!;
    assert.equal(show(it, { uri: at('03_orders.sql'), range: origin }), '03_orders.sql:3 users');
    const { range, full } = targets[0]!;
    assert.ok(full.start.line <= range.start.line && range.end.line <= full.end.line);
  });

  it('follows unsaved edits of another file', async () => {
    const it = await shop();
    it.analyzer.openBuffer(at('02_users.sql'), `\n\n\n${it.analyzer.text(at('02_users.sql'))}`);
    const found = definition(
      it.analyzer,
      at('03_orders.sql'),
      it.position('03_orders.sql', 'references us|ers'),
    )!;
    assert.equal(show(it, found.targets[0]!), '02_users.sql:5 users');
  });
});

describe('ide: references', () => {
  const all = { includeDeclaration: true };

  it('finds a table in every file, under every name it had', async () => {
    const it = await shop();
    const found = references(
      it.analyzer,
      at('04_later.sql'),
      it.position('04_later.sql', 'insert into purch|ases'),
      all,
    );
    assert.deepEqual(
      found.map(place => show(it, place)),
      [
        '03_orders.sql:1 orders',
        '03_orders.sql:6 orders',
        '03_orders.sql:13 orders',
        '04_later.sql:2 orders',
        '04_later.sql:2 purchases',
        '04_later.sql:3 purchases',
        '04_later.sql:4 purchases',
      ],
    );
  });

  it('finds a column, and leaves others of that name alone', async () => {
    const it = await shop();
    const found = references(
      it.analyzer,
      at('02_users.sql'),
      it.position('02_users.sql', '  |id bigint'),
      all,
    );
    assert.deepEqual(
      found.map(place => show(it, place)),
      ['02_users.sql:3 id', '03_orders.sql:3 id'],
    );
  });

  it('leaves the declaration out when asked to', async () => {
    const it = await shop();
    const found = references(it.analyzer, at('01_types.sql'), it.position('01_types.sql', 'type mo|od'), {
      includeDeclaration: false,
    });
    assert.deepEqual(
      found.map(place => show(it, place)),
      ['02_users.sql:5 mood'],
    );
  });

  it('highlights in one file, telling writes from reads', async () => {
    const it = await shop();
    const uri = at('04_later.sql');
    const found = highlights(it.analyzer, uri, it.position('04_later.sql', 'insert into purch|ases'));
    assert.deepEqual(
      found.map(({ range, kind }) => `${show(it, { uri, range })} ${kind}`),
      [
        '04_later.sql:2 orders write',
        '04_later.sql:2 purchases write',
        '04_later.sql:3 purchases write',
        '04_later.sql:4 purchases read',
      ],
    );
  });
});

describe('ide: symbols', () => {
  const line = (symbol: DocumentSymbol, depth = 0): string[] => [
    `${'  '.repeat(depth)}${symbol.kind} ${symbol.name}`,
    ...symbol.children.flatMap(child => line(child, depth + 1)),
  ];

  it('outlines a file', async () => {
    const { analyzer } = await shop();
    assert.deepEqual(
      documentSymbols(analyzer, at('03_orders.sql')).flatMap(symbol => line(symbol)),
      [
        'table orders',
        '  column id',
        '  column user_id',
        '  column placed',
        'index orders_user_id',
        'table log',
        '  column id',
        '  column at',
        '  key (id, at)',
        'partition log_2024',
        'view buyers',
      ],
    );
    const outline = documentSymbols(analyzer, at('01_types.sql')).flatMap(symbol => line(symbol));
    assert.deepEqual(outline, [
      'enum mood',
      'domain email',
      'type address',
      '  column street',
      '  column city',
      'sequence ticket_seq',
      'function touch',
    ]);
  });

  it('keeps what is selected inside of what it belongs to', async () => {
    const { analyzer } = await shop();
    const check = (symbol: DocumentSymbol): void => {
      const { range, selection } = symbol;
      const uri = at('02_users.sql');
      assert.ok(analyzer.offsetAt(uri, range.start) <= analyzer.offsetAt(uri, selection.start), symbol.name);
      assert.ok(analyzer.offsetAt(uri, selection.end) <= analyzer.offsetAt(uri, range.end), symbol.name);
      symbol.children.forEach(check);
    };
    documentSymbols(analyzer, at('02_users.sql')).forEach(check);
  });

  it('finds names in the workspace, the best first', async () => {
    const it = await shop();
    const names = (query: string) =>
      workspaceSymbols(it.analyzer, query).map(symbol => `${symbol.kind} ${symbol.name}`);
    assert.equal(names('users')[0], 'table users');
    assert.ok(names('usrl').includes('index users_lower'));
    assert.deepEqual(names('mood'), ['enum mood']);
    assert.deepEqual(names('xyzzy'), []);
    assert.equal(workspaceSymbols(it.analyzer, '', 3).length, 3);
    assert.equal(show(it, workspaceSymbols(it.analyzer, 'buyers')[0]!), '03_orders.sql:13 buyers');
  });

  it('ranks whole names over beginnings, those over insides, and those over scattered letters', () => {
    const ranked = ['users', 'users_log', 'old_users', 'xusers', 'u_s_e_r_s'];
    const points = ranked.map(name => score('users', name)!);
    assert.deepEqual(
      [...points].sort((a, b) => b - a),
      points,
    );
    assert.equal(score('abc', 'acb'), undefined);
  });
});

describe('ide: lenses and status', () => {
  it('counts references and indexes', async () => {
    const { analyzer } = await shop();
    assert.deepEqual(
      codeLenses(analyzer, at('02_users.sql')).map(lens => [lens.title, lens.places.length]),
      [
        ['1 reference, 3 indexes', 1],
        ['Diagram', 0],
      ],
    );
    assert.deepEqual(codeLenses(analyzer, at('04_later.sql')), []);
    assert.deepEqual(codeLenses(analyzer, at('02_users.sql'), false), []);
  });

  it('offers the star of a fact, also where lines above every table are not wanted', async () => {
    const { analyzer } = await workspace({
      'star.sql': `create table dim_date (date_key int primary key, day date not null);
create table dim_store (store_key int primary key, name text not null);
create table fact_sales (
  date_key int not null references dim_date, store_key int not null references dim_store,
  quantity int not null, amount numeric(12,2) not null, primary key (date_key, store_key));`,
    });
    assert.deepEqual(
      codeLenses(analyzer, at('star.sql'), false).map(({ title, opens, range }) => [
        title,
        opens?.what,
        range.start.line,
      ]),
      [['Preview star schema', 'star', 2]],
    );
  });

  it('offers to break a cluster of several members', async () => {
    const { analyzer } = await workspace({
      'shop.faultline.yaml': 'name: shop\nprotocol: raft\nnodes: [{ name: a }, { name: b }, { name: c }]\n',
    });
    const lenses = codeLenses(analyzer, at('shop.faultline.yaml'));
    assert.deepEqual(
      lenses.map(({ opens }) => opens?.what),
      ['topology', 'partition', 'search'],
    );
    assert.equal(new Set(lenses.map(({ opens }) => opens?.id)).size, 1);
    assert.match(lenses[0]!.title, /3 members/);
  });

  it('says what a file is', async () => {
    const { analyzer } = await workspace({
      'a.sql': 'create table t (id int);\noops;\n',
      'b.sql': 'create table u (id int primary key);',
    });
    const { dialect, statements, unread, tables, projectTables, findings, project } = status(
      analyzer,
      at('a.sql'),
    )!;
    assert.deepEqual(
      { dialect, statements, unread, tables, projectTables },
      { dialect: 'postgres', statements: 2, unread: 1, tables: 1, projectTables: 2 },
    );
    assert.equal(findings.warning, 1);
    assert.equal(project, 'file:///work');
    assert.equal(status(analyzer, at('none.sql')), undefined);
  });
});
