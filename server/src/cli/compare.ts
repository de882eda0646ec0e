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
  const rows = a.verdict.properties.map(before => {
    const after = b.verdict.properties.find(({ property }) => property === before.property)!;
    return { property: before.property, before, after, change: changeOf(before, after) };
  });
  if (options.format === 'json') {
    const data = {
      first: { path: a.path, cluster: a.name },
      second: { path: b.path, cluster: b.name },
      bounds: a.verdict.bounds,
      properties: rows.map(({ property, before, after, change }) => ({
        name: property.name,
        says: property.says,
        first: sideJson(before),
        second: sideJson(after),
        change,
      })),
    };
    io.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
  } else {
    const paint = paintOf(colorsFor(io.stdout, io.env, options.color));
    const lines = [paint.bold(`${a.path} → ${b.path}`)];
    for (const { property, before, after, change } of rows) {
      const mark = change === 'better' ? paint.good('+') : change === 'worse' ? paint.bad('-') : ' ';
      lines.push(`${mark} ${property.says}: ${sideText(before)} → ${sideText(after)}`);
      const example = change === 'worse' ? after.counterexamples[0] : undefined;
      if (example !== undefined) lines.push(`      ${example.sentence}`);
    }
    lines.push(
      paint.dim(`Searched: ${a.verdict.properties[0]?.searched} → ${b.verdict.properties[0]?.searched}.`),
    );
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  return a.failed || b.failed ? EXIT.failed : EXIT.clean;
}

/** Fewer faults that break it are worse; not decided is no claim either way. */
function changeOf(before: PropertyVerdict, after: PropertyVerdict): 'better' | 'worse' | 'same' | 'unknown' {
  if (before.verdict === 'unknown' || after.verdict === 'unknown') return 'unknown';
  const least = (each: PropertyVerdict) => (each.verdict === 'holds' ? Infinity : (each.faults ?? 0));
  const difference = least(after) - least(before);
  return Number.isNaN(difference) || difference === 0 ? 'same' : difference > 0 ? 'better' : 'worse';
}

function sideText({ verdict, faults = 0 }: PropertyVerdict): string {
  return verdict === 'holds'
    ? 'holds'
    : verdict === 'unknown'
      ? 'not decided'
      : `broken with ${faults} fault${faults === 1 ? '' : 's'}`;
}

function sideJson({ verdict, faults, searched, counterexamples }: PropertyVerdict): unknown {
  return {
    verdict,
    ...(faults === undefined ? {} : { faults }),
    searched,
    ...(counterexamples[0] === undefined ? {} : { sentence: counterexamples[0].sentence }),
  };
}
