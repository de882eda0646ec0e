import { type Exception, type Result, unexplained } from '../result.js';
import { boundsLine, outOfBounds } from './bounds.js';
import { clusterOf } from './cluster.js';
import { type Comparison, compareRecord } from './compare.js';
import { EXCEPTIONS as FIRST } from './exceptions.js';
import { REDIS_GALERA_EXCEPTIONS } from './exceptions-redis-galera.js';
import { play } from './play.js';
import { labRecords, labScenarios } from './records.js';

const EXCEPTIONS = [...FIRST, ...REDIS_GALERA_EXCEPTIONS];

/** A failover that may come at any moment of a longer time than this is not worth telling, in ms. */
const WIDEST_MS = 20_000;
const NARROW = /^(?:old stopped|new leads|last ack by old|first ack by another)$/;

/**
 * Compares what is said of real clusters with what was measured when they lost nodes and links: the bounds of the
 * topology model, and what the simulator makes of the same faults.
 */
export async function run(): Promise<Result> {
  const lines: string[] = [];
  const used = new Set<Exception>();
  const total = { verdicts: 0, equal: 0, times: 0, within: 0, near: 0, explained: 0 };
  let passed = 0;
  let failed = 0;
  const records = labRecords();
  for (const scenario of labScenarios().values()) {
    const name = scenario.scenario;
    const runs = records.get(name) ?? [];
    const read = clusterOf(name, scenario.system);
    const played = play(scenario);
    const found: string[] = [];
    lines.push(`${name} (${runs.length})`);
    if (read === undefined || typeof played === 'string') found.push(String(played));
    else {
      lines.push(boundsLine(read.cluster, runs));
      found.push(...outOfBounds(read.cluster, runs), ...played.problems);
      const compared = runs.flatMap(record => compareRecord(record, played));
      const verdicts = compared.filter(({ kind }) => kind === 'verdict');
      const times = compared.filter(({ kind }) => kind === 'time');
      const misses = compared.filter(({ fit }) => fit === 'miss').map(describe);
      const near = times.filter(({ fit }) => fit === 'near');
      total.verdicts += verdicts.length;
      total.equal += verdicts.filter(({ fit }) => fit === 'ok').length;
      total.times += times.length;
      total.within += times.filter(({ fit }) => fit === 'ok').length;
      total.near += near.length;
      lines.push(
        `  simulated: verdicts ${verdicts.filter(({ fit }) => fit === 'ok').length} of ${verdicts.length}, times ${times.filter(({ fit }) => fit === 'ok').length} of ${times.length}, ${near.length} more within 2 s`,
        ...near.map(each => `    near: ${describe(each)}`),
      );
      const left = new Set(unexplained(name, misses, EXCEPTIONS, used));
      total.explained += misses.length - left.size;
      lines.push(...misses.filter(miss => !left.has(miss)).map(miss => `    explained: ${miss}`));
      found.push(...left, ...tooWide(compared));
    }
    const left = unexplained(name, found, EXCEPTIONS, used);
    if (left.length === 0) passed++;
    else failed++;
    lines.push(...left.map(line => `  FAILED ${name}: ${line}`));
  }
  const unused = EXCEPTIONS.filter(exception => !used.has(exception));
  lines.push(
    ...unused.map(({ pattern, reason }) => `  out of date: ${pattern.source} (${reason})`),
    `verdicts equal ${total.equal} of ${total.verdicts}, times within intervals ${total.within} of ${total.times}, ${total.near} more within 2 s, ${total.explained} misses explained`,
  );
  return { passed, failed: failed + unused.length, lines };
}

function describe({ run: k, what, measured, model }: Comparison): string {
  return `run ${k}: ${what}: measured ${measured}, model ${model}`;
}

/** Intervals of a failover that say next to nothing, each once. */
function tooWide(compared: readonly Comparison[]): string[] {
  const wide = compared.filter(({ what, widthMs = 0 }) => NARROW.test(what) && widthMs > WIDEST_MS);
  return [...new Set(wide.map(({ what, model }) => `${what}: ${model} is wider than ${WIDEST_MS / 1000} s`))];
}
