/**
 * Findings of the default rules over a folder of real schemas, to be read by eye.
 *
 *   npx tsx scripts/corpus-findings.ts [folder] [--rule ID] [--severity LEVEL] [--sample N] [--project TEXT]
 *     [--random N [--seed S]] [--except TEXT ...]
 *
 * The folder holds one folder per dialect and in it one per project: each project is one schema. Without --rule it
 * prints counts per rule and warnings per table; with it, that rule's findings with the text they stand on.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { RULES } from '../server/src/rules/index.js';
import type { Finding, RuleLevel } from '../server/src/rules/rule.js';
import { type Dialect, isDialect } from '../server/src/sql/dialect.js';
import { Random } from '../test/recall/site.js';
import { bench, ready } from '../test/unit/rules/harness.js';

interface Project {
  readonly name: string;
  readonly dialect: Dialect;
  readonly tables: number;
  readonly findings: readonly Finding[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rule: { type: 'string' },
    severity: { type: 'string' },
    sample: { type: 'string', default: '20' },
    project: { type: 'string', default: '' },
    except: { type: 'string', multiple: true, default: [] },
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = positionals[0] ?? process.env.FAULTLINE_CORPUS ?? '../shared/corpus';

async function main(): Promise<void> {
  await ready;
  const projects = projectsOf(folder).filter(
    ({ name }) => name.includes(values.project) && !values.except.some(text => name.includes(text)),
  );
  if (values.random) randomSample(projects, Number(values.random), Number(values.seed));
  else if (values.rule) sample(projects, values.rule);
  else summary(projects);
}

function projectsOf(root: string): Project[] {
  const result: Project[] = [];
  const sources = sourcePaths(root);
  const rules: Record<string, RuleLevel> = {};
  if (values.rule) for (const rule of RULES) if (rule.severity === 'off') rules[rule.id] = 'hint';
  for (const dialect of readdirSync(root).filter(isDialect)) {
    for (const project of readdirSync(join(root, dialect))) {
      const own: Record<string, string> = {};
      const maria: Record<string, string> = {};
      for (const path of sqlFiles(join(root, dialect, project))) {
        const name = relative(root, path);
        // The folder is MySQL's for both: the file's name tells.
        (dialect === 'mysql' && /maria/i.test(name) ? maria : own)[sources.get(name) ?? name] = readFileSync(
          path,
          'utf8',
        );
      }
      for (const [files, of] of [
        [own, dialect],
        [maria, 'mariadb'],
      ] as const) {
        if (Object.keys(files).length === 0) continue;
        const run = attempt(() => bench(files, of, { settings: { rules, engineVersions: {} } }), project);
        if (!run) continue;
        for (const line of run.log) console.error(line);
        const tables = [...run.builder.catalog.allTables()].filter(table => !table.partitionOf).length;
        result.push({ name: `${of}/${project}`, dialect: of, tables, findings: run.findings() });
      }
    }
  }
  return result;
}

/** Where a file stood in its own project: `manifest.tsv` tells, and the order of migrations depends on it. */
function sourcePaths(root: string): Map<string, string> {
  const manifest = join(root, 'manifest.tsv');
  if (!existsSync(manifest)) return new Map();
  const [head = '', ...rows] = readFileSync(manifest, 'utf8').split('\n');
  const names = head.split('\t');
  const path = names.indexOf('path');
  const source = names.indexOf('source_path');
  return new Map(rows.map(row => row.split('\t')).map(cells => [cells[path] ?? '', cells[source] ?? '']));
}

/** Findings drawn at random from all rules, each with the statement that it stands in. */
function randomSample(projects: readonly Project[], count: number, seed: number): void {
  const random = new Random(seed);
  const pool = projects.flatMap(({ name, findings }) => findings.map(finding => ({ name, finding })));
  for (let n = 1; n <= count && pool.length > 0; n++) {
    const [drawn] = pool.splice(random.below(pool.length), 1);
    const { rule, severity, message, origin, related } = drawn!.finding;
    const { unit, span } = origin;
    const { text } = unit.piece;
    console.log(`\n#${n} ${drawn!.name} ${unit.uri} offset ${unit.piece.start + span.start}`);
    console.log(`${severity} ${rule}: ${message}`);
    for (const other of related ?? []) console.log(`  also: ${other.message}`);
    console.log(`  at: ${text.slice(span.start, span.end).replace(/\s+/g, ' ').slice(0, 200)}`);
    console.log(`  in: ${text.trim().replace(/\s+/g, ' ').slice(0, 1500)}`);
  }
}

function attempt<T>(work: () => T, project: string): T | undefined {
  try {
    return work();
  } catch (error) {
    console.error(`${project}: ${String(error)}`);
    return undefined;
  }
}

function sqlFiles(path: string): string[] {
  if (statSync(path).isFile()) return /\.(sql|cql|ddl)$/i.test(path) ? [path] : [];
  return readdirSync(path).flatMap(name => sqlFiles(join(path, name)));
}

function summary(projects: readonly Project[]): void {
  const all = projects.flatMap(project => project.findings);
  console.log('rule                               error  warning  info  hint  projects');
  for (const { id } of RULES) {
    const own = all.filter(finding => finding.rule === id);
    const count = (level: string) => String(own.filter(finding => finding.severity === level).length);
    const within = projects.filter(project => project.findings.some(finding => finding.rule === id)).length;
    console.log(
      id.padEnd(34) +
        count('error').padStart(6) +
        count('warning').padStart(9) +
        count('info').padStart(6) +
        count('hint').padStart(6) +
        String(within).padStart(10),
    );
  }
  const withTables = projects.filter(project => project.tables > 0);
  const ratios = withTables.map(project => ({ project, ratio: warnings(project) / project.tables }));
  ratios.sort((a, b) => a.ratio - b.ratio);
  console.log(
    `\n${withTables.length} schemas, ${withTables.reduce((sum, project) => sum + project.tables, 0)} tables`,
  );
  console.log(`warnings (and errors) per table: median ${median(ratios.map(item => item.ratio)).toFixed(3)}`);
  for (const dialect of new Set(withTables.map(project => project.dialect))) {
    const own = ratios.filter(item => item.project.dialect === dialect);
    console.log(
      `  ${dialect.padEnd(12)} ${String(own.length).padStart(4)} schemas  median ${median(own.map(item => item.ratio)).toFixed(3)}  worst ${own[own.length - 1]!.ratio.toFixed(2)} (${own[own.length - 1]!.project.name})`,
    );
  }
  console.log('worst:');
  for (const { project, ratio } of ratios.slice(-Number(values.sample)).reverse()) {
    console.log(
      `  ${ratio.toFixed(2).padStart(6)}  ${warnings(project)} in ${project.tables} tables  ${project.name}`,
    );
  }
}

function sample(projects: readonly Project[], rule: string): void {
  const found = projects
    .flatMap(project => project.findings)
    .filter(finding => finding.rule === rule && (!values.severity || finding.severity === values.severity));
  const step = Math.max(1, found.length / Number(values.sample));
  console.log(`${found.length} findings`);
  for (let at = 0; at < found.length; at += step) {
    const { origin, message, severity } = found[Math.floor(at)]!;
    const { unit, span } = origin;
    const text = unit.piece.text.slice(span.start, span.end).replace(/\s+/g, ' ').slice(0, 160);
    const line = unit.piece.text.slice(0, span.start).split('\n').length;
    console.log(`\n${unit.uri} (+${line} from ${unit.piece.start})\n  ${severity}: ${message}\n  > ${text}`);
  }
}

function warnings(project: Project): number {
  return project.findings.filter(finding => finding.severity === 'warning' || finding.severity === 'error')
    .length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
