import assert from 'node:assert/strict';
import { childrenOf, type SchemaNode, schemasOf } from '../../../client/src/views/schema-nodes.js';
import { answerSchema } from '../../../server/src/panel/schema/index.js';
import type { SchemaDiagram } from '../../../server/src/protocol/schema-panel.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

const STAR = `create schema ops;
create table dim_date (date_key int primary key, day date not null, month_name text not null);
create table dim_city (city_key int primary key, name text not null, country text not null);
create table dim_store (store_key int primary key, name text not null, city_key int references dim_city);
create table fact_sales (
  date_key int not null references dim_date, store_key int not null references dim_store,
  quantity int not null, amount numeric(12,2) not null, primary key (date_key, store_key)
) partition by range (date_key);
create table fact_sales_2025 partition of fact_sales for values from (20250101) to (20260101);
create table ops.jobs (id int primary key, name text not null);`;

describe('the tree of schemas', () => {
  let diagram: SchemaDiagram;
  before(async () => {
    const { analyzer } = await workspace({ 'star.sql': STAR });
    const answer = await answerSchema(
      { kind: 'diagram', uri: at('star.sql') },
      { analyzer, cancelled: () => false, pause: async () => {}, part: () => {} },
    );
    assert.ok('kind' in answer && answer.kind === 'diagram', JSON.stringify(answer));
    diagram = answer;
  });

  it('has every table at least once, below its schema', () => {
    const found = new Set<string>();
    const walk = (nodes: readonly SchemaNode[], depth = 0): void => {
      assert.ok(depth < 10, 'no end');
      for (const node of nodes) {
        if ('table' in node) found.add(node.table.id);
        walk(childrenOf(diagram, node), depth + 1);
      }
    };
    walk(schemasOf(diagram));
    assert.deepEqual([...found].sort(), diagram.tables.map(({ id }) => id).sort());
  });

  it('puts a fact first, with its partitions and dimensions, and the chains behind them', () => {
    const schema = schemasOf(diagram).find(node => node.kind === 'schema' && node.name !== 'ops')!;
    const [star, ...rest] = childrenOf(diagram, schema);
    assert.ok(star?.kind === 'star' && star.table.name === 'fact_sales');
    assert.deepEqual(rest, []);
    assert.deepEqual(
      childrenOf(diagram, star).map(node => ('table' in node ? node.table.name : node.kind)),
      ['fact_sales_2025', 'dim_date', 'dim_store', 'dim_city'],
    );
  });

  it('keeps schemas apart', () => {
    const ops = schemasOf(diagram).find(node => node.kind === 'schema' && node.name === 'ops')!;
    assert.deepEqual(
      childrenOf(diagram, ops).map(node => ('table' in node ? node.table.name : node.kind)),
      ['jobs'],
    );
  });
});
