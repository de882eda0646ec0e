import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../server/src/cluster/index.js';
import { searchBeside, searchBesideOf } from '../../../server/src/cluster/search-beside.js';
import { readDocument } from '../../../server/src/documents/read.js';
import { readConfig } from '../../../server/src/project/config-read.js';
import type { Edit, Engine, Example, Finding, Rule } from '../../../server/src/rules/rule.js';
import { createRuleRunner, type FilePlace, type RuleRunner } from '../../../server/src/rules/run.js';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { checkDocument, documentRules } from '../../../server/src/rules/runner/documents.js';
import {
  type CatalogBuilder,
  createCatalogBuilder,
  inParts,
  planFiles,
  upParts,
} from '../../../server/src/schema/index.js';
import { type Dialect, familyOf, isDialect } from '../../../server/src/sql/dialect.js';
import { createReader } from '../../../server/src/sql/read.js';
import type { SourceUnit } from '../../../server/src/sql/reading.js';
import { splitSql } from '../../../server/src/text/splitter.js';
import { createWorkloadStore } from '../../../server/src/workload/index.js';

const reader = createReader();

/** To be awaited before statements are read. */
export const ready = reader.ready;

/** A project held in memory: real parsers, real catalog, real runner. */
export interface Bench {
  readonly builder: CatalogBuilder;
  readonly runner: RuleRunner;
  readonly units: ReadonlyMap<string, readonly SourceUnit[]>;
  /** What the runner logged: rules that threw. */
  readonly log: readonly string[];
  findings(): Finding[];
}

export interface BenchOptions {
  readonly rules?: readonly Rule[];
  readonly settings?: Parameters<RuleRunner['configure']>[0];
}

export function bench(
  files: Readonly<Record<string, string>>,
  dialect: Engine,
  options: BenchOptions = {},
): Bench {
  if (options.rules?.some(rule => rule.on === 'cluster')) return clusterBench(files, options);
  if (!isDialect(dialect)) return documentBench(files, options);
  const plan = planFiles(Object.entries(files).map(([path, text]) => ({ path, head: text.slice(0, 4096) })));
  const places = new Map<string, FilePlace>();
  for (const [order, file] of plan.entries()) {
    if (file.role !== 'ignored') places.set(file.path, { role: file.role, order, sequence: file.sequence });
  }
  const builder = createCatalogBuilder(familyOf(dialect));
  builder.setFiles([...places.keys()]);
  const units = new Map<string, readonly SourceUnit[]>();
  for (const uri of places.keys()) {
    const own = unitsOf(uri, files[uri]!, dialect);
    units.set(uri, own);
    builder.setUnits(uri, own);
  }
  builder.refresh();
  const log: string[] = [];
  const workload = createWorkloadStore(builder);
  const runner = createRuleRunner({
    builder,
    workload,
    dialects: () => [dialect],
    unitsOf: uri => units.get(uri) ?? [],
    place: uri => places.get(uri),
    settings: options.settings ?? { rules: {}, engineVersions: {} },
    log: line => log.push(line),
    ...(options.rules ? { rules: options.rules } : {}),
  });
  const added = [...units.values()].flat();
  workload.change([], added);
  runner.recheck({ catalog: 'all', removed: [], added });
  return {
    builder,
    runner,
    units,
    log,
    findings: () => [...units.keys()].flatMap(uri => runner.findings(uri)),
  };
}

/** Documents that are not SQL: each is checked with what the others say of its engine. */
function documentBench(files: Readonly<Record<string, string>>, options: BenchOptions): Bench {
  const log: string[] = [];
  const rules = documentRules(options.settings ?? { rules: {} }, options.rules);
  const documents = Object.entries(files).flatMap(([uri, text]) => readDocument(uri, text) ?? []);
  const beside = searchBeside(
    Object.entries(files).flatMap(([uri, text]) => searchBesideOf(new Source(uri, text))),
  );
  const say = (line: string) => void log.push(line);
  const findings = documents.flatMap(document =>
    checkDocument(document, rules, say, undefined, undefined, beside),
  );
  return {
    ...bench({}, 'postgres', { rules: [] }),
    units: new Map(documents.map(({ uri, unit }) => [uri, [unit]])),
    log,
    findings: () => findings,
  };
}

/** Configs, and the schemas beside them: all clusters that they amount to. */
function clusterBench(files: Readonly<Record<string, string>>, options: BenchOptions): Bench {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const units = new Map<string, readonly SourceUnit[]>();
  const fragments = Object.entries(files).flatMap(([uri, text]) => {
    const dialect = sqlDialectOf(uri, text);
    if (dialect !== undefined) {
      units.set(uri, unitsOf(uri, text, dialect));
      return units.get(uri)!.flatMap(unit => readStatement(unit, MODULES));
    }
    const source = new Source(uri, text);
    units.set(uri, [source.unit]);
    return readSource(source, MODULES, say);
  });
  const schemas = [
    ...new Set([...units.values()].flat().flatMap(unit => (unit.readings.length > 0 ? unit.dialect : []))),
  ].map(dialect => {
    const builder = createCatalogBuilder(familyOf(dialect));
    const own = [...units].filter(([, list]) =>
      list.some(unit => unit.dialect === dialect && unit.readings.length > 0),
    );
    builder.setFiles(own.map(([uri]) => uri));
    for (const [uri, list] of own) builder.setUnits(uri, list);
    builder.refresh();
    const workload = createWorkloadStore(builder);
    workload.change(
      [],
      own.flatMap(([, list]) => list),
    );
    return { catalog: builder.catalog, facts: workload.facts };
  });
  const { clusters } = joinFragments(fragments, MODULES, say);
  const rules = clusterRules(options.settings ?? { rules: {} }, options.rules);
  const said = files['faultline.yaml'];
  const objectives = said === undefined ? {} : (readConfig(said, new Map()).config.objectives ?? {});
  const findings = clusters.flatMap(cluster =>
    checkCluster(cluster, rules, { clusters, schemas, objectives }, say),
  );
  return { ...bench({}, 'postgres', { rules: [] }), units, log, findings: () => findings };
}

function sqlDialectOf(uri: string, text: string): Dialect | undefined {
  if (uri.endsWith('.cql')) return 'cql';
  if (!uri.endsWith('.sql')) return undefined;
  const named = /^-- dialect: (\w+)/.exec(text)?.[1];
  return named !== undefined && isDialect(named) ? named : 'postgres';
}

/** The units of one file, without the parts that undo a migration. */
export function unitsOf(uri: string, text: string, dialect: Dialect): SourceUnit[] {
  const parts = upParts(text);
  return splitSql(text, dialect)
    .filter(piece => inParts(parts, piece.start + piece.body.start))
    .map(piece => ({
      uri,
      dialect,
      piece,
      readings: piece.kind === 'statement' ? reader.read(piece.text, piece.body, dialect) : [],
    }));
}

/** The files of a rule's example. */
export function filesOf(example: Example): Readonly<Record<string, string>> {
  return example.files ?? { 'schema.sql': example.sql };
}

/** A rule switched on at its own severity, or as a warning where it is off by default. */
export function only(rule: Rule, example?: Pick<Example, 'dialect' | 'engineVersion'>): BenchOptions {
  const rules = rule.severity === 'off' ? { [rule.id]: 'warning' as const } : {};
  const engineVersions = example?.engineVersion ? { [example.dialect]: example.engineVersion } : {};
  return { rules: [rule], settings: { rules, engineVersions } };
}

/** The files after edits. Throws where two edits overlap. */
export function applied(
  files: Readonly<Record<string, string>>,
  edits: readonly Edit[],
): Record<string, string> {
  const result: Record<string, string> = { ...files };
  const placed = edits.map(({ origin, newText }) => ({
    uri: origin.unit.uri,
    start: origin.unit.piece.start + origin.span.start,
    end: origin.unit.piece.start + origin.span.end,
    newText,
  }));
  placed.sort((a, b) => b.start - a.start || b.end - a.end);
  for (const [i, edit] of placed.entries()) {
    const after = placed[i - 1];
    if (after && after.uri === edit.uri && edit.end > after.start) throw new Error('Two edits overlap.');
    const text = result[edit.uri]!;
    result[edit.uri] = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  }
  return result;
}

/** Problems that the engine would report, in reading order. */
export function problems(bench: Bench): string[] {
  return [...bench.units.values()]
    .flat()
    .flatMap(unit => unit.readings)
    .flatMap(reading =>
      reading.problem?.certain || reading.statement.kind === 'unread'
        ? [reading.problem?.message ?? 'unread']
        : [],
    );
}
