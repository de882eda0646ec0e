import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import { type Finding, fixesOf } from '../../../server/src/rules/rule.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { bench, ready } from './harness.js';

const ORDERS =
  'CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL, at timestamptz NOT NULL DEFAULT now(), state text NOT NULL, total int);';
const BY_CUSTOMER = 'SELECT * FROM orders WHERE customer = $1;';

function findings(
  rule: string,
  files: Readonly<Record<string, string>> | string,
  dialect: Dialect = 'postgres',
): Finding[] {
  const given = typeof files === 'string' ? { 'schema.sql': files } : files;
  const run = bench(given, dialect, { rules: [ruleById(rule)!] });
  assert.deepEqual(run.log, []);
  return run.findings();
}

const severities = (sql: string) => findings('missing-index-for-query', sql).map(({ severity }) => severity);
const indexes = (sql: string, dialect?: Dialect) =>
  findings('missing-index-for-query', sql, dialect).map(
    finding => /\(.*$/.exec(fixesOf(finding)[0]!.edits[0]!.newText)![0],
  );

describe('what queries want of indexes', () => {
  before(() => ready);

  describe('how grave it is', () => {
    it('is a hint where the size is not known', () =>
      assert.deepEqual(severities(`${ORDERS}\n${BY_CUSTOMER}`), ['hint']));
    it('is an info where it is known', () =>
      assert.deepEqual(severities(`-- faultline: rows=50k\n${ORDERS}\n${BY_CUSTOMER}`), ['info']));
    it('is a warning where the table is big', () =>
      assert.deepEqual(severities(`-- faultline: rows=50M\n${ORDERS}\n${BY_CUSTOMER}`), ['warning']));
    it('is nothing where the table is small', () =>
      assert.deepEqual(severities(`-- faultline: rows=200\n${ORDERS}\n${BY_CUSTOMER}`), []));
  });

  it('weighs what is read against what is written, with the numbers it knows', () => {
    const [finding] = findings(
      'missing-index-for-query',
      `-- faultline: rows=50M writes=500/s\n${ORDERS}\n${BY_CUSTOMER}`,
    );
    const { costs, numbers, advice } = finding!.tradeOff!();
    assert.deepEqual(
      numbers.map(({ label, value }) => `${label}: ${value}`).filter(text => !text.startsWith('index')),
      ['rows: 50,000,000', 'writes: 500/s'],
    );
    const size = numbers.find(({ label }) => label === 'index');
    assert.match(size!.value, /^\d[\d.]* [MG]B$/);
    assert.ok(costs.some(cost => cost.includes(size!.value)));
    assert.ok(costs.some(cost => cost.includes('500/s')));
    assert.ok(advice[0]!.includes('(customer)'));
  });

  it('says where it begins to pay, from the number of different values', () => {
    const [finding] = findings(
      'missing-index-for-query',
      `-- faultline: rows=1M writes=500/s\n${ORDERS}\n-- faultline: orders.customer distinct=10k\n-- faultline: rate=20/s\n${BY_CUSTOMER}`,
    );
    const { gains, breakEven } = finding!.tradeOff!();
    assert.ok(gains[0]!.includes('100 rows instead of 1,000,000'), gains[0]);
    assert.ok(gains[1]!.includes('20/s'), gains[1]);
    // A run saves about 20,000 pages, so that 500 writes a second are outweighed by one run in 40 seconds.
    assert.ok(breakEven!.includes('19,998 pages'), breakEven);
    assert.ok(breakEven!.includes('1.5/min'), breakEven);
  });

  it('says nothing of figures that nobody gave', () => {
    const [finding] = findings('missing-index-for-query', `${ORDERS}\n${BY_CUSTOMER}`);
    assert.deepEqual(finding!.tradeOff!().numbers, []);
    assert.equal(finding!.tradeOff!().breakEven, undefined);
  });

  it('links to each query that it serves, in whatever file', () => {
    const [finding, ...more] = findings('missing-index-for-query', {
      'schema.sql': ORDERS,
      'a.sql': BY_CUSTOMER,
      'b.sql': 'SELECT id FROM orders WHERE customer = $1 ORDER BY at DESC LIMIT 5;',
    });
    assert.deepEqual(more, []);
    assert.deepEqual(finding!.related!.map(({ origin }) => origin.unit.uri).sort(), ['a.sql', 'b.sql']);
    assert.ok(finding!.message.includes('(customer, at)'));
  });

  it('does not count what a migration does once', () => {
    const files = {
      'migrations/001_a.sql': ORDERS,
      'migrations/002_b.sql': "UPDATE orders SET state = 'x' WHERE customer = 5;",
    };
    assert.deepEqual(findings('missing-index-for-query', files), []);
  });

  it('counts what a function of a migration does', () => {
    const files = {
      'migrations/001_a.sql': ORDERS,
      'migrations/002_b.sql':
        'CREATE FUNCTION f(c bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM orders WHERE customer = c $$;',
    };
    assert.equal(findings('missing-index-for-query', files).length, 1);
  });

  it('takes indexes that each partition has of its own for enough', () => {
    const sql = `CREATE TABLE m (id bigint, customer bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
SELECT * FROM m WHERE customer = $1;`;
    assert.deepEqual(indexes(sql), ['(customer);']);
    const own = ['m_1', 'm_2'].map(name => `CREATE INDEX ON ${name} (customer);`).join('\n');
    assert.deepEqual(indexes(`${sql}\n${own}`), []);
  });

  it('leaves the index of a foreign key to the rule on foreign keys', () => {
    const sql = `CREATE TABLE customers (id bigint PRIMARY KEY);\n${ORDERS}\nALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers (id);`;
    assert.deepEqual(indexes(`${sql}\n${BY_CUSTOMER}`), []);
    assert.deepEqual(
      indexes(`${sql}\n${BY_CUSTOMER}\nSELECT * FROM orders WHERE customer = $1 AND at > $2;`),
      ['(customer, at);'],
    );
  });

  const SUGGESTED: readonly [string, string, readonly string[]][] = [
    [
      'a BRIN for time in a huge table',
      'SELECT sum(total) FROM orders WHERE at >= $1 AND at < $2;',
      ['(at);'],
    ],
    ['nothing for a column of few values alone', "SELECT * FROM orders WHERE state = 'new';", []],
    ['nothing for a bound on one side of a number', 'SELECT * FROM orders WHERE total > 5;', []],
    ['nothing for sorting all rows', 'SELECT * FROM orders ORDER BY at;', []],
    [
      'equality before range before what is only read',
      'SELECT * FROM orders WHERE at > $1 AND customer = $2 AND state = $3;',
      ['(customer, state, at);'],
    ],
    [
      'two indexes where no order of columns does for both',
      'SELECT * FROM orders WHERE customer = $1;\nSELECT * FROM orders WHERE total = $1 AND at = $2;',
      ['(total, at);', '(customer);'],
    ],
  ];
  for (const [what, queries, wanted] of SUGGESTED) {
    it(`suggests ${what}`, () =>
      assert.deepEqual(indexes(`-- faultline: rows=200M\n${ORDERS}\n${queries}`), wanted));
  }

  describe('in joins', () => {
    const tables = `${ORDERS}\nCREATE TABLE customers (id bigint PRIMARY KEY, email text UNIQUE, at timestamptz, pinged timestamptz);`;
    const both = (query: string) =>
      ['missing-index-for-query', 'missing-join-index'].flatMap(rule =>
        findings(rule, `${tables}\n${query}`).map(item => /index on (.*)\./.exec(item.message)![1]),
      );
    const CASES: readonly [string, string, readonly string[]][] = [
      [
        'wants one where the other side is narrowed down',
        'SELECT o.* FROM customers c JOIN orders o ON o.customer = c.id WHERE c.email = $1;',
        ['(customer)'],
      ],
      [
        'wants none where both are read whole',
        'SELECT o.* FROM customers c JOIN orders o ON o.customer = c.id;',
        [],
      ],
      [
        'wants none for an order of rows that come from a few others',
        'SELECT c.* FROM orders o JOIN customers c ON o.customer = c.id WHERE o.id = $1 ORDER BY c.at LIMIT 5;',
        [],
      ],
      [
        'knows that an outer join is not entered from its optional side',
        "SELECT o.* FROM orders o LEFT JOIN customers c ON c.id = o.customer AND c.email = 'x';",
        [],
      ],
      [
        'takes rows that a list looks up by key for found',
        'WITH list AS (SELECT unnest($1::bigint[]) AS id) SELECT o.* FROM orders o JOIN list ON o.id = list.id WHERE o.customer = $2;',
        [],
      ],
      [
        'takes rows that a subquery looks up by key for found',
        'SELECT * FROM orders WHERE customer = $1 AND id IN (SELECT unnest($2::bigint[]));',
        [],
      ],
      [
        'wants none for what is set again and again',
        'UPDATE customers SET pinged = now() WHERE id = $1;\nSELECT id FROM customers WHERE pinged > $1;',
        [],
      ],
    ];
    for (const [what, query, wanted] of CASES) it(what, () => assert.deepEqual(both(query), wanted));
  });

  it('uses BRIN there', () => {
    const [finding] = findings(
      'missing-index-for-query',
      `-- faultline: rows=200M\n${ORDERS}\nSELECT sum(total) FROM orders WHERE at >= $1 AND at < $2;`,
    );
    assert.ok(finding!.message.includes('BRIN (at)'), finding!.message);
  });

  it('writes what each engine has', () => {
    const table = (id: string, time: string) =>
      `CREATE TABLE orders (id ${id} PRIMARY KEY, customer ${id} NOT NULL, at ${time} NOT NULL, gone ${time}, total ${id});\n`;
    const query = (p: string) => `SELECT total FROM orders WHERE customer = ${p} AND gone IS NULL;`;
    assert.deepEqual(indexes(table('bigint', 'timestamptz') + query('$1')), [
      '(customer) INCLUDE (total) WHERE gone IS NULL;',
    ]);
    assert.deepEqual(indexes(table('INT8', 'TIMESTAMPTZ') + query('$1'), 'cockroach'), [
      '(customer) STORING (total) WHERE gone IS NULL;',
    ]);
    assert.deepEqual(indexes(table('int', 'datetime') + query('?'), 'mysql'), ['(customer);']);
    assert.deepEqual(indexes(table('INTEGER', 'TEXT') + query('?'), 'sqlite'), [
      '(customer) WHERE gone IS NULL;',
    ]);
  });

  it('judges a BRIN by the order that was counted', () => {
    const index = 'CREATE INDEX i ON orders USING brin (total);';
    assert.deepEqual(findings('brin-on-uncorrelated', `${ORDERS}\n${index}`), []);
  });

  it('judges an index by the values that were counted', () => {
    const index = 'CREATE INDEX i ON orders (total);';
    const counted = (facts: string, rule: string) =>
      findings(rule, `${ORDERS}\n-- faultline: orders.total ${facts}\n${index}`).map(item => item.message);
    assert.match(counted('distinct=3', 'low-cardinality-index')[0]!, /3 different values/);
    assert.deepEqual(counted('distinct=3k', 'low-cardinality-index'), []);
    assert.match(counted('nulls=98%', 'nullable-column-in-index')[0]!, /98 %/);
    assert.deepEqual(counted('nulls=30%', 'nullable-column-in-index'), []);
  });

  it('counts what indexes cost a table that is written much', () => {
    const columns = ['customer', 'at', 'state', 'total'];
    const made = columns.map(name => `CREATE INDEX o_${name} ON orders (${name});`).join('\n');
    const [finding] = findings('over-indexed', `-- faultline: writes=2k/s reads=100/s\n${ORDERS}\n${made}`);
    assert.equal(finding!.severity, 'warning');
    assert.ok(finding!.message.includes('10,000/s'), finding!.message);
    assert.ok(finding!.tradeOff!().breakEven!.includes('20 writes'));
  });
});
