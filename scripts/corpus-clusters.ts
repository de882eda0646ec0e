/**
 * Reads the configs of real projects and prints the clusters that they amount to and what the rules say of them, to be
 * read by a person.
 *
 *   npx tsx scripts/corpus-clusters.ts [--system S] [--rule ID] [--random N --seed S] [--quiet] [PATH...]
 *
 * A PATH is a file or a folder; each is a project of its own. Without one: every project below `FAULTLINE_CORPUS`
 * (default `../shared/corpus`), folder `config`, and every scenario below `../shared/lab/configs`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { joinFragments, MODULES, readSource, readStatement, Source } from '../server/src/cluster/index.js';
import type { Cluster } from '../server/src/cluster/model.js';
import type { Finding } from '../server/src/rules/rule.js';
import { checkCluster, clusterRules } from '../server/src/rules/runner/clusters.js';
import { splitSql } from '../server/src/text/splitter.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    system: { type: 'string' },
    rule: { type: 'string' },
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
    quiet: { type: 'boolean', default: false },
  },
});
const corpus = join(process.env.FAULTLINE_CORPUS ?? resolve(__dirname, '../../shared/corpus'), 'config');
const lab = resolve(__dirname, '../../shared/lab/configs');

const rules = clusterRules({ rules: {} }).filter(
  ({ rule }) => values.rule === undefined || rule.id === values.rule,
);
const said: { project: string; finding: Finding }[] = [];
const sizes = { projects: 0, files: 0, clusters: 0, findings: 0 };
for (const project of positionals.length > 0 ? positionals.map(path => resolve(path)) : projects()) {
  const files = filesBelow(project);
  const fragments = files.flatMap(file => {
    const text = readFileSync(file, 'utf8');
    const uri = pathToFileURL(file).href;
    if (/\.(sql|cql)$/.test(file)) {
      const dialect = file.endsWith('.cql') ? 'cql' : 'postgres';
      return splitSql(text, dialect).flatMap(piece =>
        readStatement({ uri, dialect, piece, readings: [] }, MODULES),
      );
    }
    return readSource(new Source(uri, text), MODULES, line => console.log(`!! ${line}`));
  });
  const landscape = joinFragments(fragments, MODULES, line => console.log(`!! ${line}`));
  const shown = landscape.clusters.filter(
    ({ systems }) => values.system === undefined || (systems as ReadonlySet<string>).has(values.system),
  );
  sizes.projects++;
  sizes.files += files.length;
  sizes.clusters += shown.length;
  const findings = shown.flatMap(cluster =>
    checkCluster(cluster, rules, { clusters: landscape.clusters, schemas: [], objectives: {} }, line =>
      console.log(`!! ${line}`),
    ),
  );
  sizes.findings += findings.length;
  for (const finding of findings) said.push({ project, finding });
  if (values.random !== undefined || (shown.length === 0 && positionals.length === 0 && values.system))
    continue;
  if (values.quiet) continue;
  console.log(`\n=== ${project} (${files.length} files, ${fragments.length} fragments)`);
  for (const cluster of shown) print(cluster);
  for (const finding of findings) printFinding(finding);
}
if (values.random !== undefined) {
  let state = Number(values.seed) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const left = [...said];
  for (let n = 1; n <= Number(values.random) && left.length > 0; n++) {
    const [{ project, finding }] = left.splice(Math.floor(random() * left.length), 1) as [(typeof said)[0]];
    console.log(`\n#${n} ${project}`);
    printFinding(finding);
  }
}
console.log(`\n${JSON.stringify(sizes)}`);

function print(cluster: Cluster): void {
  const { commit, failover, coordination } = cluster;
  console.log(
    `${cluster.id} [${[...cluster.systems].join(' ')}]${cluster.open ? ' open' : ''} commit ${commit.method} ${commit.count} ${commit.level}${commit.degrades ? ` degrades(${commit.degradesAfterMs ?? '?'})` : ''}, failover ${failover.kind} ${failover.by ?? ''} ${failover.detectMs?.join('-') ?? ''}${coordination ? `, coordination ${coordination.system} ${coordination.addresses.join(' ')} -> ${coordination.cluster ?? 'not found'}` : ''}`,
  );
  for (const member of cluster.members.slice(0, 12)) {
    const { id, role, leader, votes, eligible, site, addresses, configured } = member;
    console.log(
      `   ${id} ${role}${leader ? ' leader' : ''} votes ${votes}${eligible ? '' : ' not eligible'} ${JSON.stringify(site)} ${addresses.join(' ')}${configured ? '' : ' (not configured here)'}`,
    );
  }
  for (const link of cluster.links.slice(0, 8))
    console.log(`   ${link.from} -> ${link.to} ${link.kind} ${link.sync}`);
  for (const each of cluster.resources.slice(0, 8))
    console.log(`   ${each.kind} ${each.name} ${JSON.stringify(each.copies ?? {})}`);
  for (const each of cluster.routers)
    console.log(`   router ${each.id} ${each.purpose} -> ${each.targets.map(t => t.text).join(' ')}`);
  for (const each of cluster.clients)
    console.log(`   client ${each.id} -> ${each.targets.map(t => t.text).join(' ')}`);
  for (const each of cluster.missing) console.log(`   missing: ${each.what}`);
}

function printFinding({ rule, severity, message, origin, related }: Finding): void {
  const { unit, span } = origin;
  const line = unit.piece.text.slice(0, span.start).split('\n').length;
  console.log(`  ${severity} ${rule} ${unit.uri.split('/').slice(-2).join('/')}:${line}: ${message}`);
  console.log(`      at: ${unit.piece.text.slice(span.start, span.end).slice(0, 160).replace(/\s+/g, ' ')}`);
  for (const each of related ?? []) console.log(`      also: ${each.message}`);
}

function projects(): string[] {
  return [
    ...(existsSync(corpus)
      ? readdirSync(corpus).flatMap(s => readdirSync(join(corpus, s)).map(p => join(corpus, s, p)))
      : []),
    ...(existsSync(lab) ? readdirSync(lab).map(scenario => join(lab, scenario)) : []),
  ];
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .filter(name => name !== 'node_modules' && name !== '.git')
    .flatMap(name => filesBelow(join(path, name)))
    .filter(file => statSync(file).size < 1024 * 1024);
}
