import { lean, lookupsOf, readTable } from '../../classify/index.js';
import { DIALECTS } from '../../sql/dialect.js';
import { singular } from '../../text/words.js';
import { display, listed } from '../lib/naming.js';
import { asFact, DIMENSION_TABLES, FACT_TABLES, placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'many-to-many-without-bridge',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'A fact names several rows of one dimension in a list or in numbered columns.',
  gains: 'One row per fact, and no bridge to join through.',
  costs:
    'To group by the dimension each list has to be unnested or each column joined on its own; no foreign key holds for a list, and one more value than there are columns has no place.',
  fineWhen:
    'The columns mean different things (first and last touch), or the engine is made for nested columns and queries unnest them.',
  advice:
    'Add a bridge with one row per fact and dimension row, with a weight where sums have to be shared out.',
  sources: [DIMENSION_TABLES, FACT_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_diagnosis (diagnosis_key int PRIMARY KEY, diagnosis_code text NOT NULL, label text);\nCREATE TABLE dim_patient (patient_key int PRIMARY KEY, patient_id text NOT NULL, name text);\nCREATE TABLE fact_visits (visit_no text PRIMARY KEY, patient_key int NOT NULL REFERENCES dim_patient, diagnosis_keys int[], cost numeric(12,2));',
      says: 'diagnosis_keys',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimDiagnosis (DiagnosisKey int NOT NULL PRIMARY KEY, DiagnosisName nvarchar(80));\nCREATE TABLE dbo.FactVisit (VisitNumber int NOT NULL PRIMARY KEY, DiagnosisKey1 int NOT NULL REFERENCES dbo.DimDiagnosis (DiagnosisKey), DiagnosisKey2 int NULL REFERENCES dbo.DimDiagnosis (DiagnosisKey), DiagnosisKey3 int NULL REFERENCES dbo.DimDiagnosis (DiagnosisKey), Cost money);',
      says: 'DiagnosisKey3',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_diagnosis (diagnosis_key int PRIMARY KEY, diagnosis_code text NOT NULL, label text);\nCREATE TABLE fact_visits (visit_no text PRIMARY KEY, cost numeric(12,2));\nCREATE TABLE bridge_visit_diagnosis (visit_no text REFERENCES fact_visits, diagnosis_key int REFERENCES dim_diagnosis, weight numeric(4,3), PRIMARY KEY (visit_no, diagnosis_key));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date, year int, month int, day_name text);\nCREATE TABLE fact_orders (order_no text PRIMARY KEY, order_date_key int REFERENCES dim_date, ship_date_key int REFERENCES dim_date, due_date_key int REFERENCES dim_date, amount numeric(12,2));',
    },
  ],
  check(table, context) {
    const judged = asFact(table, context);
    if (!judged) return;
    const name = display(table, context.catalog);
    for (const { column, words, kind } of judged.reading.columns) {
      const last = words[words.length - 1] ?? '';
      if (!/^(keys|ids|sks)$/.test(last) || (kind !== 'array' && kind !== 'text')) continue;
      const target = named(words.slice(0, -1), wanted => context.catalog.tablesNamed(wanted));
      if (!target || lean(readTable(target, lookupsOf(context))).role !== 'dimension') continue;
      context.report({
        origin: placeOf(table, column.name),
        message: `${column.name} of fact ${name} lists rows of ${display(target, context.catalog)}: grouping by it unnests each list, and nothing checks its values. Consider a bridge with one row per pair.`,
      });
      return;
    }
    const numbered = new Map<string, string[]>();
    for (const edge of judged.found.edges) {
      const column = edge.columns.length === 1 ? edge.columns[0]! : '';
      const stem = /^(.*?)_?\d+(_?(?:key|id|sk))?$/i.exec(column);
      if (!stem || edge.toVariant === 'date') continue;
      const group = `${edge.to} ${stem[1]}${stem[2] ?? ''}`;
      numbered.set(group, [...(numbered.get(group) ?? []), column]);
    }
    for (const columns of numbered.values()) {
      if (columns.length < 2) continue;
      context.report({
        origin: placeOf(table, columns[0]!),
        message: `${listed(columns)} of fact ${name} name several rows of one dimension: grouping by it joins ${columns.length} times, and one more has no place. Consider a bridge with one row per pair.`,
      });
      return;
    }
  },
});

function named<T>(stem: readonly string[], find: (name: string) => readonly T[]): T | undefined {
  const name = stem.map(singular).join('_');
  for (const candidate of [`dim_${name}`, name, `${name}_dim`, `dim${stem.join('')}`]) {
    const found = find(candidate)[0];
    if (found) return found;
  }
  return undefined;
}
