import type {
  DiagramColumn,
  DiagramEdge,
  DiagramTable,
  SchemaDiagram,
  TableRole,
} from '../../../../server/src/protocol/schema-panel.js';

/** Diagrams as the server answers them, made by hand. */

export function column(name: string, more: Partial<DiagramColumn> = {}): DiagramColumn {
  return {
    name,
    type: 'integer',
    nullable: false,
    primary: false,
    unique: false,
    foreign: false,
    generated: false,
    findings: 0,
    ...more,
  };
}

export function table(
  name: string,
  role: TableRole = 'entity',
  more: Partial<DiagramTable> = {},
): DiagramTable {
  return {
    id: name,
    schema: 'public',
    name,
    role,
    confidence: 0.9,
    columns: [column('id', { primary: true })],
    indexes: [],
    triggers: [],
    findings: [],
    ...more,
  };
}

export function edge(from: string, to: string, more: Partial<DiagramEdge> = {}): DiagramEdge {
  return {
    id: `${from} ${to} ${more.label ?? ''}`,
    from,
    to,
    fromColumns: [`${to}_id`],
    toColumns: ['id'],
    kind: 'references',
    declared: true,
    many: true,
    optional: false,
    ...more,
  };
}

export function diagram(more: Partial<SchemaDiagram>): SchemaDiagram {
  return {
    kind: 'diagram',
    version: 1,
    title: 'warehouse.sql',
    dialect: 'postgres',
    tables: [],
    edges: [],
    stars: [],
    copies: [],
    noStar: false,
    ...more,
  };
}

/** Two facts that share a date and a product; the product is a snowflake of two levels. */
export const WAREHOUSE = diagram({
  tables: [
    table('fact_sales', 'fact', {
      grain: 'one row per order line',
      size: '≈ 1.8 B rows, 142 GB',
      columns: [
        column('order_date_key', { foreign: true, part: 'partition key' }),
        column('ship_date_key', { foreign: true }),
        column('customer_key', { foreign: true }),
        column('product_key', { foreign: true }),
        column('quantity', { additivity: 'additive' }),
        column('discount_pct', { additivity: 'non-additive', findings: 1 }),
      ],
      partitions: { by: 'order_date_key', method: 'month', count: 60, names: [] },
      findings: [
        {
          rule: 'summed-rate',
          severity: 'warning',
          message: 'summed in v_monthly_sales.',
          place: {
            uri: 'file:///a.sql',
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
          },
          column: 'discount_pct',
        },
      ],
      place: {
        uri: 'file:///a.sql',
        range: { start: { line: 40, character: 0 }, end: { line: 40, character: 5 } },
      },
    }),
    table('fact_inventory', 'fact', {
      columns: [
        column('date_key', { foreign: true }),
        column('product_key', { foreign: true }),
        column('on_hand_qty', { additivity: 'semi-additive', because: 'not over date' }),
      ],
    }),
    table('dim_date', 'dimension', { variant: 'date' }),
    table('dim_customer', 'dimension', {
      variant: 'scd2',
      columns: [
        column('customer_key', { primary: true }),
        column('customer_id', { part: 'natural key' }),
        column('valid_from', { part: 'valid from' }),
        column('valid_to', { part: 'valid to' }),
      ],
    }),
    table('dim_product', 'dimension'),
    table('dim_brand', 'dimension'),
    table('dim_category', 'dimension'),
    table('audit_log', 'event'),
  ],
  edges: [
    edge('fact_sales', 'dim_date', { label: 'order date' }),
    edge('fact_sales', 'dim_date', { label: 'ship date' }),
    edge('fact_sales', 'dim_customer'),
    edge('fact_sales', 'dim_product'),
    edge('fact_inventory', 'dim_date'),
    edge('fact_inventory', 'dim_product', { declared: false }),
    edge('dim_product', 'dim_brand'),
    edge('dim_brand', 'dim_category'),
  ],
  stars: [
    {
      fact: 'fact_sales',
      dimensions: ['dim_date', 'dim_customer', 'dim_product'],
      snowflakes: [{ dimension: 'dim_product', levels: ['dim_brand', 'dim_category'] }],
      bridges: [],
    },
    {
      fact: 'fact_inventory',
      dimensions: ['dim_date', 'dim_product'],
      snowflakes: [{ dimension: 'dim_product', levels: ['dim_brand', 'dim_category'] }],
      bridges: [],
    },
  ],
});

/** Numbers from 0 to 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** Tables of numbered names with references from later to earlier ones. */
export function many(tables: number, references: number, schemas = 1): SchemaDiagram {
  const chance = random(5);
  const name = (index: number) => `t${index}`;
  const edges = new Map<string, DiagramEdge>();
  while (edges.size < references) {
    const from = 1 + Math.floor(chance() * (tables - 1));
    const made = edge(name(from), name(Math.floor(chance() * from)));
    edges.set(made.id, made);
  }
  return diagram({
    tables: Array.from({ length: tables }, (_, index) =>
      table(name(index), 'entity', { schema: `s${Math.floor((index * schemas) / tables)}` }),
    ),
    edges: [...edges.values()],
    noStar: true,
  });
}
