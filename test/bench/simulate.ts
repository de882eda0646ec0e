import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { joinFragments, MODULES, readSource, Source } from '../../server/src/cluster/index.js';
import { explore } from '../../server/src/simulate/explore/explore.js';
import { propertyNamed } from '../../server/src/simulate/explore/properties.js';
import type { Bounds } from '../../server/src/simulate/explore/stage.js';
import { DEFAULT_BOUNDS } from '../../server/src/simulate/explore/verdict.js';
import { prepare } from '../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../server/src/simulate/family.js';
import { defaultSchedule } from '../../server/src/simulate/report/default-schedule.js';
import { simulate } from '../../server/src/simulate/report/simulate.js';
import { etcdFiles, type Files, patroniFiles, sentinelFiles } from './clusters.js';

/**
 * How fast the simulator is: searches per family, with states, seconds of a processor (the machine may be busy with other things)
 * and memory, and one partition simulated. Run as a process of its own; prints lines of text. Arguments: the project's folder; the
 * most states of a search; a part of the names of what is wanted, everything where it is left out.
 */

const LOST = propertyNamed('no-lost-write')!;
const SAFETY = propertyNamed('protocol-safety')!;
/** A search that has not seen everything by then is stopped, and says so. */
const MAX_STATES = Number(process.argv[3] ?? 400_000);
const root = process.argv[2] ?? process.cwd();
const wanted = process.argv[4] ?? '';

main();

function main(): void {
  line('Search                                       faults    states       CPU  states/s       MB  result');
  const raft = modelOf(etcdFiles(3));
  // Warmed up first: what is measured is the search, and not the compiler.
  search('', raft, { anyTiming: true }, 0, 60_000, SAFETY);
  // The invariants of a protocol leave nothing out by proof: every state is followed.
  for (const reduced of [true, false]) {
    const name = `Raft's invariants, 3 nodes${reduced ? '' : ', no symmetry'}`;
    search(name, raft, { anyTiming: true }, 0, MAX_STATES, SAFETY, reduced);
  }
  search('', raft, { anyTiming: true }, 0, 60_000);
  search('Raft, 3 nodes, any timing', raft, { anyTiming: true }, 0, MAX_STATES);
  for (const nodes of [3, 5]) {
    for (const [name, files] of [
      ['Raft (etcd)', etcdFiles(nodes)],
      ['Patroni, asynchronous', patroniFiles(nodes)],
      ['Patroni, synchronous_mode', patroniFiles(nodes, '    synchronous_mode: true\n')],
      ['Redis Sentinel', sentinelFiles(nodes)],
    ] as const)
      search(`${name}, ${nodes} nodes`, modelOf(files), {}, 3, MAX_STATES);
  }
  // With timers at their earliest only, as every search begins.
  for (const nodes of [3, 5])
    search(`Raft (etcd), ${nodes} nodes, earliest`, modelOf(etcdFiles(nodes)), { phases: 1 }, 3, MAX_STATES);
  for (const [name, files] of exampleFamilies()) search(name, modelOf(files), {}, 3, MAX_STATES);
  line('');
  line('Partition simulated                                    runs        ms');
  for (const [name, files] of [
    ['Patroni, 5 nodes', patroniFiles(5)],
    ['Redis Sentinel, 5 nodes', sentinelFiles(5)],
    ['Raft (etcd), 5 nodes', etcdFiles(5)],
  ] as const)
    partition(name, files);
}

function search(
  name: string,
  prepared: Prepared,
  more: Partial<Bounds>,
  faults: number,
  maxStates: number,
  property = LOST,
  reduced = true,
): void {
  if (name !== '' && !isWanted(name)) return;
  const bounds: Bounds = { ...DEFAULT_BOUNDS, faults, writes: 1, ...more };
  const start = process.cpuUsage();
  const found = explore(prepared, bounds, { properties: [property], maxStates, perProperty: 1, reduced });
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (name === '') return;
  const violation = found.violations[0];
  const wrong = property === LOST ? 'write lost' : 'invariant broken';
  const result =
    violation !== undefined
      ? `${wrong} with ${violation.faults}`
      : found.stopped === undefined
        ? `no ${wrong}`
        : `no ${wrong} in ${found.completeFaults < 0 ? 'what was seen' : `all up to ${found.completeFaults}`}`;
  line(
    [
      name.padEnd(44),
      String(faults).padStart(7),
      found.states.toLocaleString('en-US').padStart(10),
      seconds.toFixed(2).padStart(9),
      Math.round(found.states / seconds)
        .toLocaleString('en-US')
        .padStart(9),
      (found.bytes / 1e6).toFixed(0).padStart(8),
      ` ${result}`,
    ].join(' '),
  );
}

function isWanted(name: string): boolean {
  return name.toLowerCase().includes(wanted.toLowerCase());
}

function partition(name: string, files: Files): void {
  if (!isWanted(name)) return;
  const clusters = clustersOf(files);
  const cluster =
    clusters.find(each => isPrepared(prepare(each, clusters)) && each.system !== 'etcd') ?? clusters[0]!;
  const prepared = modelOf(files);
  const schedule = defaultSchedule(prepared);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    simulate(cluster, clusters, schedule, { seed: i });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  line(`${name.padEnd(52)} ${'40'.padStart(6)} ${times[2]!.toFixed(0).padStart(9)}`);
}

function modelOf(files: Files): Prepared {
  const clusters = clustersOf(files);
  const order = [...clusters].sort((a, b) => Number(a.system === 'etcd') - Number(b.system === 'etcd'));
  for (const cluster of order) {
    const prepared = prepare(cluster, clusters);
    if (isPrepared(prepared)) return prepared;
  }
  throw new Error(`no model of ${Object.keys(files).join(', ')}`);
}

function clustersOf(files: Files) {
  const fragments = Object.entries(files).flatMap(([path, text]) =>
    readSource(new Source(`file:///bench/${path}`, text), MODULES),
  );
  return joinFragments(fragments, MODULES).clusters;
}

/** One cluster of each other family, from the configs of the tests. */
function exampleFamilies(): [string, Files][] {
  const found = new Map<string, [string, Files]>();
  const folders = [
    ...readdirSync(join(root, 'test/fixtures/clusters/lab'), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => join(root, 'test/fixtures/clusters/lab', name)),
    ...readdirSync(join(root, 'examples'), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => join(root, 'examples', name)),
  ];
  for (const folder of folders) {
    const files: Record<string, string> = {};
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.(?:md|png)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      files[relative(folder, path)] = readFileSync(path, 'utf8');
    }
    const clusters = clustersOf(files);
    for (const cluster of clusters) {
      const prepared = prepare(cluster, clusters);
      if (!isPrepared(prepared) || ['raft', 'lease', 'redis-sentinel'].includes(prepared.family)) continue;
      const title = `${prepared.title}, ${prepared.processes.length} processes`;
      if (!found.has(prepared.title)) found.set(prepared.title, [title, only(files, cluster.sources)]);
    }
  }
  return [...found.values()];
}

function only(files: Files, sources: readonly string[]): Files {
  const names = new Set(sources.map(uri => uri.replace('file:///bench/', '')));
  return Object.fromEntries(Object.entries(files).filter(([path]) => names.has(path)));
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}
