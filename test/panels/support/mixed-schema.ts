/** px and ms aside, what a picture is made of: as the largest real schema that the panel was opened on by hand has it. */
export const MIXED = { tables: 237, views: 83, references: 119, schemas: 10, functions: 120 } as const;

const WORDS = [
  'item',
  'Person',
  'order_line',
  'Select',
  'entité',
  'موارد',
  'project',
  'Order Details',
  'child',
  'the ""big"" one',
  'web_content',
  'Ünit',
  'tag_',
  'factory',
];
const TYPES = ['text', 'integer', 'bigint', 'jsonb', 'timestamptz', 'numeric(10, 2)', 'integer[]', 'boolean'];

/**
 * A schema as test suites of real tools have it: most tables in one of ten schemas, few columns, many views over them and
 * functions beside them, few references, names that need quotes, in mixed case and of other scripts. The same every time.
 */
export function mixedSchema(): string {
  const schemas = [
    'public',
    'test',
    'private',
    'v1',
    'v2',
    '"SPECIAL ""@/\\#~_-"',
    'تست',
    'extra',
    'jobs',
    'Audit',
  ];
  const statements = schemas.slice(1).map(name => `CREATE SCHEMA ${name};`);
  // Nine in ten stand in one.
  const schemaOf = (index: number): string =>
    index % 10 === 9 ? schemas[2 + (((index / 10) | 0) % 8)]! : 'test';
  const nameOf = (index: number): string => {
    const word = WORDS[index % WORDS.length]!;
    return index % 3 === 0 ? `"T${index} ${word}"` : `t${index}_${word.replace(/\W+/g, '')}`;
  };
  const at = (index: number): string => `${schemaOf(index)}.${nameOf(index)}`;
  for (let index = 0; index < MIXED.tables; index++) {
    const columns = ['id integer PRIMARY KEY'];
    for (let column = 0; column < index % 4; column++)
      columns.push(
        `${column === 2 ? '"Mixed Case"' : `c${column}`} ${TYPES[(index + column) % TYPES.length]}`,
      );
    // Small groups that hang together, and many tables that nothing refers to.
    if (index > 0 && index <= MIXED.references)
      columns.push(`parent_id integer REFERENCES ${at(index % 6 === 0 ? 0 : index - 1)} (id)`);
    statements.push(`CREATE TABLE ${at(index)} (\n  ${columns.join(',\n  ')}\n);`);
    if (index % 14 === 0)
      statements.push(`COMMENT ON TABLE ${at(index)} IS 'It''s number ${index}, with a | in it.';`);
  }
  for (let index = 0; index < MIXED.views; index++) {
    const own = (index * 2) % MIXED.tables;
    const materialized = index % 40 === 0 ? 'MATERIALIZED ' : '';
    statements.push(`CREATE ${materialized}VIEW test."view ${index}" AS SELECT id FROM ${at(own)};`);
  }
  for (let index = 0; index < MIXED.functions; index++)
    statements.push(
      `CREATE FUNCTION test.f${index}(n integer) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM ${at(index)} WHERE id > n $$;`,
    );
  return `-- dialect: postgres\n${statements.join('\n')}\n`;
}
