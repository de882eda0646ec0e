import { saysWithin } from '../simulate/explore/properties.js';
import { HOLDS_AT, withFaults } from '../simulate/explore/report/text.js';
import type { PropertyVerdict } from '../simulate/explore/verdict.js';
import { colorsFor } from './color.js';
import { type ExploreOptions, nameOf, paintOf, search, verdictOptions } from './explore.js';
import { type CliIo, EXIT } from './io.js';
import { openCluster } from './one-cluster.js';

/** `faultline compare`: what breaks each promise of two configs, side by side, at its fewest faults. */
export async function runComparison(
  first: string,
  second: string,
  options: ExploreOptions,
  io: CliIo,
): Promise<number> {
  const wanted = verdictOptions(options, io);
  const sides = [];
  for (const path of [first, second]) {
    const found = await openCluster([path], options.cluster, io);
    sides.push({
      path,
      name: nameOf(found),
      failed: found.failed,
      verdict: search(found.cluster, found.all, wanted),
    });
  }
  const [a, b] = sides as [(typeof sides)[0], (typeof sides)[0]];
  // A promise that says nothing of one of them is told all the same: there it is not asked.
  const properties = new Set([...a.verdict.properties, ...b.verdict.properties].map(each => each.property));
  const rows = [...properties].map(property => {
    const before = a.verdict.properties.find(each => each.property === property);
    const after = b.verdict.properties.find(each => each.property === property);
    return { property, before, after, change: changeOf(before, after) };
  });
  const says = (property: PropertyVerdict['property']) => saysWithin(property, a.verdict.bounds);
  if (options.format === 'json') {
    const data = {
      first: { path: a.path, cluster: a.name },
      second: { path: b.path, cluster: b.name },
      bounds: a.verdict.bounds,
      properties: rows.map(({ property, before, after, change }) => ({
        name: property.name,
        says: says(property),
        ...(before === undefined ? {} : { first: sideJson(before) }),
        ...(after === undefined ? {} : { second: sideJson(after) }),
        change,
      })),
      limits: { first: a.verdict.limits, second: b.verdict.limits },
    };
    io.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
  } else {
    const paint = paintOf(colorsFor(io.stdout, io.env, options.color));
    const lines = [paint.bold(`${a.path} → ${b.path}`)];
    for (const { property, before, after, change } of rows) {
      const mark = change === 'better' ? paint.good('+') : change === 'worse' ? paint.bad('-') : ' ';
      lines.push(`${mark} ${says(property)}: ${sideText(before)} → ${sideText(after)}`);
      const example = change === 'worse' ? after?.counterexamples[0] : undefined;
      if (example !== undefined) lines.push(`      ${example.sentence}`);
    }
    lines.push(
      paint.dim(`Searched: ${a.verdict.properties[0]?.searched} → ${b.verdict.properties[0]?.searched}.`),
    );
    // What holds for nothing happened says nothing: each side tells what its search left out.
    for (const { path, verdict } of sides)
      for (const limit of verdict.limits) lines.push(paint.dim(`${path}: ${limit}`));
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  return a.failed || b.failed ? EXIT.failed : EXIT.clean;
}

/** Fewer faults that break it are worse; not decided is no claim either way. */
function changeOf(
  before: PropertyVerdict | undefined,
  after: PropertyVerdict | undefined,
): 'better' | 'worse' | 'same' | 'unknown' {
  if (before === undefined || after === undefined) return 'unknown';
  // Where nothing is ever acknowledged, that nothing is lost is no merit.
  if (before.vacuous === true || after.vacuous === true) return 'unknown';
  if (before.verdict === 'unknown' || after.verdict === 'unknown') return 'unknown';
  // Fewer faults than were found may break one of them.
  if (before.verdict === 'broken' && after.verdict === 'broken' && (before.atMost ?? after.atMost) === true)
    return 'unknown';
  const least = (each: PropertyVerdict) => (each.verdict === 'holds' ? Infinity : (each.faults ?? 0));
  const difference = least(after) - least(before);
  return Number.isNaN(difference) || difference === 0 ? 'same' : difference > 0 ? 'better' : 'worse';
}

function sideText(side: PropertyVerdict | undefined): string {
  if (side === undefined) return 'means nothing';
  const { verdict, vacuous, moments } = side;
  if (vacuous === true) return 'holds, for no write was ever acknowledged';
  if (verdict === 'holds') return moments === 'any' ? 'holds' : `holds ${HOLDS_AT[moments]}`;
  return verdict === 'unknown' ? 'not decided' : `broken ${withFaults(side)}`;
}

function sideJson({ verdict, vacuous, faults, atMost, searched, counterexamples }: PropertyVerdict): unknown {
  return {
    verdict,
    ...(vacuous === undefined ? {} : { vacuous }),
    ...(faults === undefined ? {} : { faults }),
    ...(atMost === undefined ? {} : { atMost }),
    searched,
    ...(counterexamples[0] === undefined ? {} : { sentence: counterexamples[0].sentence }),
  };
}
