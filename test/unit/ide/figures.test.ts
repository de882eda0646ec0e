import assert from 'node:assert/strict';
import { completion, hover, inlays } from '../../../server/src/ide/index.js';
import { tradeOffMarkdown } from '../../../server/src/ide/trade-off.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

const SQL = `-- faultline: rows=50M writes=500/s growth=1B/day retention=30d
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  state text NOT NULL, -- faultline: distinct=5 nulls=0.5% width=9
  placed_at timestamptz NOT NULL
);
CREATE TABLE plain (id bigint PRIMARY KEY, note text);
-- faultline: rows=10k bytes=2MB growth=100/day
CREATE TABLE small (id bigint PRIMARY KEY);
-- faultline: rows=500M growth=5M/day retention=90d
CREATE TABLE readings (id bigint PRIMARY KEY, at timestamptz NOT NULL, value float8 NOT NULL);
-- faultline: freshness=5m
CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM readings;
DELETE FROM readings WHERE at < now() - interval '90 days';
`;

/** The place (\`|\`), and what the hover has to say; a text after \`not\` it must not. */
const HOVERS: readonly (readonly [string, ...RegExp[]])[] = [
  [
    'TABLE ord|ers',
    /\| rows \| 50,000,000 \| comment in orders\.sql:1 \|/,
    /\| writes \| 500\/s \\\(43\.2M\/day\\\) \| comment/,
    /\| growth \| 11,574\/s \\\(1B\/day\\\) \| comment/,
    /\| retention \| 30 days \| comment/,
    /\| bytes of a row \| about 60, 136 on a page \|/,
    /\| now \| 50,000,000 rows, 2\.8 GB \|/,
    /\| settles at \| 30,000,000,000 rows, 1\.64 TB \| growth x retention/,
    /\| indexes \| 1\.05 GB \|/,
  ],
  ['TABLE pl|ain', /bytes of a row: about \d+.*assumed widths: note/],
  [
    'TABLE sm|all',
    /\| bytes \| 2 MB \| comment/,
    /\| in a year \| 46,500 rows, 9\.3 MB \| rows \\\+ 365 x growth, x bytes \/ rows \|/,
  ],
  [
    '  sta|te text',
    /\| distinct \| 5 \| comment in orders\.sql:4 \|/,
    /\| nulls \| 0\.5 % \|/,
    /\| width \| 9 bytes \|/,
  ],
  ['growth=1B/d|ay retention=30d\nCREATE TABLE orders', /`growth` = 11,574\/s \(1B\/day\)/],
  ['VIEW tot|als', /\| freshness \| 5 minutes \| comment in orders\.sql:12 \|/],
  ['reten|tion=30d', /`retention` = 30 days/, /How long rows are kept/],
  [
    'DELE|TE FROM readings',
    /`retention-by-delete`/,
    /\*\*Costs:?\*\*/,
    /\| rows \| 500,000,000 \| comment \|/,
  ],
];

describe('figures in the editor', () => {
  for (const [mark, ...said] of HOVERS) {
    it(`hover at ${mark}`, async () => {
      const { analyzer, position } = await workspace({ 'orders.sql': SQL });
      const found = hover(analyzer, at('orders.sql'), position('orders.sql', mark));
      assert.ok(found);
      for (const pattern of said) assert.match(found.markdown, pattern);
    });
  }

  for (const [text, expected] of [
    ['-- faultline: |', ['rows=', 'writes=', 'reads=']],
    ['-- faultline: rows=5 hot |', ['writes=', 'reads=', 'growth=']],
    ['-- faultline: consistency=|', ['strong', 'session', 'eventual']],
  ] as const) {
    it(`completes ${text}`, async () => {
      const { analyzer, position } = await workspace({
        'a.sql': `${text.replace('|', '')}\nCREATE TABLE t (id int);`,
      });
      const items = completion(analyzer, at('a.sql'), position('a.sql', text));
      assert.deepEqual(
        items.slice(0, 3).map(item => item.newText),
        expected,
      );
    });
  }

  it('shows rates per second behind those of other periods', async () => {
    const { analyzer } = await workspace({ 'orders.sql': SQL });
    const shown = (from: number, to: number) =>
      inlays(analyzer, at('orders.sql'), {
        start: { line: from, character: 0 },
        end: { line: to, character: 0 },
      }).map(({ at: { line, character }, text }) => `${line}:${character} ${text}`);
    assert.deepEqual(shown(0, 20), ['0:49 = 11,574/s', '9:37 = 58/s']);
    assert.deepEqual(shown(1, 3), []);
    assert.deepEqual(shown(9, 10), ['9:37 = 58/s']);
  });

  it('a trade-off is compact Markdown', () => {
    assert.equal(
      tradeOffMarkdown({
        gains: ['One join less.'],
        costs: ['Copies to write.', 'Copies to keep.'],
        breakEven: '5 reads for a write.',
        advice: [],
        numbers: [{ label: 'rows', value: '5', from: 'a|b' }],
      }),
      '**Gains:** One join less.\n\n**Costs**\n\n- Copies to write.\n- Copies to keep.\n\n**Break-even:** 5 reads for a write.\n\n| figure | value | from |\n|---|---|---|\n| rows | 5 | a\\|b |',
    );
  });
});
