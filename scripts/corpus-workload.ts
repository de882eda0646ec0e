/**
 * What is read of the queries of a folder of real schemas.
 *
 *   npx tsx scripts/corpus-workload.ts [folder] [--dialect NAME] [--project TEXT] [--show unread|incomplete|uncertain|opaque|unresolved] [--sample N]
 *
 * The folder holds one folder per dialect and in it one per project. Prints per dialect: statements that are queries,
 * those of which nothing was read, shapes, complete ones, uses of tables, uncertain ones, bodies, opaque ones, and
 * milliseconds for all uses of all tables.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { createCatalogBuilder, planFiles } from '../server/src/schema/index.js';
import { type Dialect, familyOf, isDialect } from '../server/src/sql/dialect.js';
import { effectiveReadings, type SourceUnit } from '../server/src/sql/reading.js';
import { bodyShapeOf, shapesOf } from '../server/src/sql/shapes.js';
import { createWorkloadStore } from '../server/src/workload/index.js';
import { ready, unitsOf } from '../test/unit/rules/harness.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dialect: { type: 'string', default: '' },
    project: { type: 'string', default: '' },
    show: { type: 'string', default: '' },
    sample: { type: 'string', default: '30' },
  },
});
const folder = positionals[0] ?? process.env.FAULTLINE_CORPUS ?? '../shared/corpus';

interface Counts {
  projects: number;
  queries: number;
  unread: number;
  shapes: number;
  complete: number;
  uses: number;
  uncertain: number;
  bodies: number;
  opaque: number;
  ms: number;
}

const shown: string[] = [];

async function main(): Promise<void> {
  await ready;
  const rows: Record<string, Counts> = {};
  for (const dialect of readdirSync(folder).filter(isDialect)) {
    if (values.dialect !== '' && dialect !== values.dialect) continue;
    const counts: Counts = {
      projects: 0,
      queries: 0,
      unread: 0,
      shapes: 0,
      complete: 0,
      uses: 0,
      uncertain: 0,
      bodies: 0,
      opaque: 0,
      ms: 0,
    };
    for (const project of readdirSync(join(folder, dialect))) {
      if (project.includes(values.project)) count(dialect, project, counts);
    }
    rows[dialect] = { ...counts, ms: Math.round(counts.ms) };
  }
  console.table(rows);
  const step = Math.max(1, Math.floor(shown.length / Number(values.sample)));
  for (let i = 0; i < shown.length; i += step) console.log(shown[i]);
}

function count(dialect: Dialect, project: string, counts: Counts): void {
  const files = new Map<string, string>();
  for (const path of sqlFiles(join(folder, dialect, project)))
    files.set(relative(folder, path), readFileSync(path, 'utf8'));
  if (files.size === 0) return;
  counts.projects++;
  const plan = planFiles([...files].map(([path, text]) => ({ path, head: text.slice(0, 4096) })));
  const builder = createCatalogBuilder(familyOf(dialect));
  const uris = plan.filter(file => file.role !== 'ignored').map(file => file.path);
  builder.setFiles(uris);
  const all: SourceUnit[] = [];
  for (const uri of uris) {
    const units = unitsOf(uri, files.get(uri)!, dialect);
    builder.setUnits(uri, units);
    all.push(...units);
  }
  builder.refresh();
  const store = createWorkloadStore(builder);
  store.change([], all);
  const workload = store.tracked(builder.catalog, () => {});
  const start = performance.now();
  const seen = new Set<object>();
  for (const relation of [...builder.catalog.allTables(), ...builder.catalog.allViews()]) {
    for (const use of workload.usesOf(relation)) {
      counts.uses++;
      if (!use.uncertain) continue;
      counts.uncertain++;
      if (seen.has(use.query)) continue;
      seen.add(use.query);
      show('uncertain', use.query.unit, use.query.origin.span, relation.key);
    }
  }
  counts.ms += performance.now() - start;
  for (const unit of all) countUnit(unit, counts);
}

function countUnit(unit: SourceUnit, counts: Counts): void {
  for (const reading of effectiveReadings(unit)) {
    const { statement } = reading;
    const isQuery =
      statement.kind === 'query' ||
      statement.kind === 'create view' ||
      (statement.kind === 'create table' && statement.asQuery !== undefined);
    if (isQuery) {
      counts.queries++;
      const shapes = shapesOf(unit, reading);
      if (shapes.length === 0) {
        counts.unread++;
        show('unread', unit, reading.span, reading.problem?.message ?? '');
      }
      for (const shape of shapes) {
        counts.shapes++;
        if (shape.complete) counts.complete++;
        else show('incomplete', unit, shape.span, '');
      }
    } else if (statement.kind === 'create function' || statement.kind === 'create trigger') {
      const body = bodyShapeOf(unit, reading);
      if (!body) continue;
      counts.bodies++;
      counts.shapes += body.queries.length;
      counts.complete += body.queries.filter(query => query.complete).length;
      if (!body.opaque) continue;
      counts.opaque++;
      const language = statement.kind === 'create function' ? (statement.language ?? '') : '';
      show('opaque', unit, reading.span, language);
    }
  }
}

function show(what: string, unit: SourceUnit, span: { start: number; end: number }, note: string): void {
  if (values.show !== what) return;
  shown.push(`--- ${unit.uri} ${note}\n${unit.piece.text.slice(span.start, span.end).slice(0, 1500)}`);
}

function sqlFiles(path: string): string[] {
  if (statSync(path).isFile()) return /\.(?:sql|cql|ddl)$/i.test(path) ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap(name => sqlFiles(join(path, name)));
}

void main();
