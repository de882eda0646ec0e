/**
 * What the model says of the scenarios that were played on real clusters, beside what was measured there:
 * `npx tsx scripts/lab-simulate.ts SCENARIO...|all [--runs N] [--json] [--misses]`. A part of a name chooses all that
 * have it.
 */
import { parseArgs } from 'node:util';
import { type Comparison, compareRecord } from '../test/conformance/lab/compare.js';
import { play } from '../test/conformance/lab/play.js';
import { labRecords, labScenarios } from '../test/conformance/lab/records.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    json: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
  },
});

main();

function main(): void {
  const records = labRecords();
  const chosen = [...labScenarios().values()].filter(({ scenario }) =>
    positionals.some(
      name => name === 'all' || name === scenario || (!records.has(name) && scenario.includes(name)),
    ),
  );
  if (chosen.length === 0) {
    console.log(`Name a scenario, or all: ${[...records.keys()].join(', ')}`);
    return;
  }
  const all: Record<string, unknown> = {};
  const total = { verdicts: [0, 0] as [number, number], times: [0, 0, 0] as [number, number, number] };
  for (const scenario of chosen) {
    const began = Date.now();
    const played = play(scenario, values.runs === undefined ? undefined : Number(values.runs));
    if (typeof played === 'string') {
      if (!values.json) console.log(`${scenario.scenario}: ${played}\n`);
      all[scenario.scenario] = { why: played };
      continue;
    }
    const runs = records.get(scenario.scenario) ?? [];
    const compared = runs.map(record => compareRecord(record, played));
    for (const each of compared.flat()) {
      if (each.kind === 'verdict') {
        total.verdicts[1]++;
        if (each.fit === 'ok') total.verdicts[0]++;
      } else {
        total.times[2]++;
        if (each.fit === 'ok') total.times[0]++;
        if (each.fit === 'near') total.times[1]++;
      }
    }
    all[scenario.scenario] = { problems: played.problems, compared };
    if (values.json) continue;
    console.log(
      `${scenario.scenario}: ${scenario.about} (${runs.length} records, ${played.facts.length} runs in ${Date.now() - began} ms)`,
    );
    for (const problem of played.problems) console.log(`  PROBLEM ${problem}`);
    for (const line of table(compared)) console.log(`  ${line}`);
    console.log('');
  }
  if (values.json) console.log(JSON.stringify(all, undefined, 1));
  else {
    const { verdicts, times } = total;
    console.log(
      `verdicts equal ${verdicts[0]} of ${verdicts[1]}, times within intervals ${times[0]} of ${times[2]}, ${times[1]} more within 2 s`,
    );
  }
}

/** One line for each thing measured: the model's word, then each record's. */
function table(compared: readonly (readonly Comparison[])[]): string[] {
  const byWhat = new Map<string, Comparison[]>();
  for (const each of compared.flat()) {
    const key = `${each.kind} ${each.what} ${each.model}`;
    byWhat.set(key, [...(byWhat.get(key) ?? []), each]);
  }
  return [...byWhat.values()].flatMap(list => {
    const worst = list.some(({ fit }) => fit === 'miss')
      ? 'MISS'
      : list.some(({ fit }) => fit === 'near')
        ? 'near'
        : 'OK';
    if (values.misses && worst === 'OK') return [];
    const measured = list
      .map(({ measured: text, fit }) => (fit === 'ok' ? text : `${text}(${fit})`))
      .join(', ');
    const first = list[0]!;
    return [
      `${worst.padEnd(5)}${first.what.padEnd(22)} model ${first.model.padEnd(24)} measured ${measured}`,
    ];
  });
}
