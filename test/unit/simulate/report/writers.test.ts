import assert from 'node:assert/strict';
import { resultJson } from '../../../../server/src/simulate/report/json.js';
import { resultMermaid } from '../../../../server/src/simulate/report/mermaid.js';
import type { SimulationResult } from '../../../../server/src/simulate/report/model.js';
import { summarize } from '../../../../server/src/simulate/report/summarize.js';
import { resultSvg } from '../../../../server/src/simulate/report/svg.js';
import { type Paint, resultText } from '../../../../server/src/simulate/report/text.js';
import { END_MS, FAULT_MS, failover, PREPARED, runOf, schedule, type Told } from './hand-made.js';

const EVENTS = [
  { atMs: FAULT_MS, kind: 'fault', text: 'The network parts: n1 | @rest.' },
  {
    atMs: FAULT_MS + 4_000,
    node: 'n1',
    kind: 'demotion',
    text: 'n1 steps down; "it" <has> no quorum & knows it.',
    because: [{ system: 'raft', name: 'election' }],
  },
  { atMs: FAULT_MS + 9_000, node: 'n2', kind: 'promotion', text: 'n2 is leader of term 2.' },
  { atMs: FAULT_MS + 20_000, kind: 'fault', text: 'The network heals.' },
] as const;

function result(told: Partial<Told> = {}, cluster = 'shop'): SimulationResult {
  const base = failover(4_000, 9_000, { events: EVENTS });
  return summarize(PREPARED, schedule(), [{ run: runOf({ ...base, ...told }), lean: 'any' }], {
    cluster,
    seed: 1,
    explain: ({ name }) => ({
      name,
      value: '1 s',
      written: true,
      source: {
        file: 'file:///etc/db.yml',
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
      },
    }),
  });
}

/** The cells of a lane, from its label on. */
function lane(text: string, label: string): string {
  const line = text.split('\n').find(each => each.startsWith(`${label} `));
  assert.ok(line, `no lane ${label}`);
  return line.slice(label.length).trimStart();
}

describe('a result as text', () => {
  const text = resultText(result(), { width: 100, nameOf: file => file.replace('file:///', '/') });

  it('draws who takes writes in the order of time', () => {
    assert.match(lane(text, 'n1'), /^█+─+$/);
    assert.match(lane(text, 'n2'), /^─+█+$/);
    assert.match(lane(text, 'n3'), /^─+$/);
    // n1 stops after 4 of 50 s, n2 goes on after 9.
    const cells = lane(text, 'n1').length;
    const second = cells / ((END_MS - FAULT_MS + 3_000) / 1_000);
    assert.ok(Math.abs(lane(text, 'n1').indexOf('─') - 7 * second) <= 1);
    assert.ok(Math.abs(lane(text, 'n2').indexOf('█') - 12 * second) <= 1);
  });

  it('tells what happened in order, faults by letters', () => {
    const story = text.split('\n').filter(line => /^ +\d+\.\d s /.test(line));
    assert.deepEqual(
      story.map(line => line.trim().replace(/ +/g, ' ')),
      [
        '0.0 s a The network parts: n1 | @rest.',
        '4.0 s n1 steps down; "it" <has> no quorum & knows it.',
        '9.0 s n2 is leader of term 2.',
        '20.0 s b The network heals.',
      ],
    );
    assert.match(lane(text, 'faults'), /^a +b$/);
  });

  it('names the lines that are responsible', () => {
    assert.match(text, /\n +\/etc\/db\.yml:3:5 election = 1 s\n/);
  });

  it('marks writes that were lost and those without an answer', () => {
    const other = resultText(
      result({
        writes: [
          { client: 0, node: 'n1', from: -10_000, to: 0 },
          { client: 0, node: 'n1', from: 100, to: 20_000, lost: true },
          { client: 1, node: 'n1', from: 0, to: 30_000, result: 'unknown' },
        ],
      }),
      { width: 100 },
    );
    assert.match(lane(other, 'c1'), /^\++✗+/);
    assert.match(lane(other, 'c2'), /^\?+/);
    assert.match(other, /acknowledged, lost +certain: 200 \(c1 200\)/);
  });

  it('keeps to the width', () => {
    for (const width of [60, 80, 120]) {
      const long = result({
        events: [{ atMs: FAULT_MS, kind: 'note', text: `${'A long sentence without an end '.repeat(9)}.` }],
      });
      for (const line of resultText(long, { width }).split('\n'))
        assert.ok(line.length <= width, `${line.length} of ${width}: ${line}`);
    }
  });

  it('says the same with and without colours', () => {
    const wrap = (open: string) => (content: string) => `\u001b[${open}m${content}\u001b[0m`;
    const paint: Paint = {
      bold: wrap('1'),
      dim: wrap('2'),
      bad: wrap('31'),
      good: wrap('32'),
      lead: wrap('36'),
    };
    const painted = resultText(result(), {
      width: 100,
      paint,
      nameOf: file => file.replace('file:///', '/'),
    });
    assert.notEqual(painted, text);
    assert.equal(painted.replace(/\u001b\[\d+m/g, ''), text);
  });

  it('tells what comes again and again once more at most', () => {
    const events = Array.from({ length: 50 }, (_, i) => ({
      atMs: FAULT_MS + i * 100,
      node: 'n1',
      kind: 'election' as const,
      text: `n1 stands for election in term ${i}.`,
    }));
    const told = resultText(result({ events }), { width: 100 });
    assert.equal(told.match(/stands for election in term/g)!.length, 4);
  });
});

describe('a result as JSON', () => {
  it('has times in ms from the first fault, and null for what never was', () => {
    const json = JSON.parse(JSON.stringify(resultJson(result()))) as Record<string, unknown>;
    assert.deepEqual(json.leaders, [
      { node: 'n1', from: [-10_000, -10_000], to: [4_000, 4_000], share: 1, open: 0 },
      { node: 'n2', from: [9_000, 9_000], to: null, share: 1, open: 1 },
    ]);
    assert.deepEqual(json.oldLeaderLastAck, [3_900, 3_900]);
    assert.deepEqual(json.newLeaderFirstAck, [9_100, 9_100]);
    assert.deepEqual(json.dualWriters, { verdict: 'impossible', ms: null });
    const [, c2] = json.clients as { name: string; gaps: unknown }[];
    assert.deepEqual(c2!.gaps, [{ from: [-100, -100], to: [9_100, 9_100], share: 1, open: 0 }]);
    const { verdict, bySide } = json.ackedLost as { verdict: string; bySide: Record<string, unknown> };
    assert.equal(verdict, 'impossible');
    assert.deepEqual(Object.keys(bySide), ['c1', 'c2']);
    assert.equal((json.staleReads as { maxAge: unknown }).maxAge, null);
    const [reason] = json.reasons as { text: string; source: unknown }[];
    assert.deepEqual(reason!.source, {
      file: 'file:///etc/db.yml',
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
    });
    const never = resultJson(result({ roles: {}, writes: [] }));
    assert.equal(never.oldLeaderLastAck, null);
    assert.equal(never.newLeaderFirstAck, null);
  });
});

describe('a result as a Mermaid diagram', () => {
  it('shows clients, nodes and events in the order of time', () => {
    const lines = resultMermaid(result()).trimEnd().split('\n');
    assert.equal(lines[0], 'sequenceDiagram');
    assert.ok(lines.includes('  actor p0 as c1'));
    assert.ok(lines.includes('  participant p2 as n1'));
    const at = (pattern: RegExp) => lines.findIndex(line => pattern.test(line));
    const order = [
      /p0->>p2: -10\.0 to/,
      /Note over p0,p4: 0\.0 s/,
      /Note over p2: 4\.0 s/,
      /p1->>p3: 9\.1 to/,
    ].map(at);
    assert.ok(
      order.every((place, i) => place > (order[i - 1] ?? 0)),
      `${order}`,
    );
  });

  it('lets no text end a statement or begin markup', () => {
    const lines = resultMermaid(result({}, 'a;b\n#c')).split('\n');
    for (const line of lines) assert.doesNotMatch(line.replace(/#\d+;/g, ''), /[;#<]/, line);
  });
});

describe('a result as SVG', () => {
  const svg = resultSvg(result({}, 'a <b> & "c"'));

  it('is well-formed and loads nothing', () => {
    const open: string[] = [];
    for (const [, close, name, self] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (close) assert.equal(open.pop(), name);
      else if (!self) open.push(name!);
    }
    assert.deepEqual(open, []);
    assert.doesNotMatch(svg.replace('http://www.w3.org/2000/svg', ''), /https?:|<script|url\(/);
    assert.doesNotMatch(svg.replace(/&(amp|lt|gt|quot);/g, ''), /&/);
  });

  it('has a bar for each time that a node took writes, and both grounds', () => {
    const bars = [...svg.matchAll(/<rect class="leads" x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].slice(1);
    assert.equal(bars.length, 2);
    const [n1, n2] = bars.map(([, x, width]) => ({ from: Number(x), to: Number(x) + Number(width) }));
    assert.ok(n1!.to < n2!.from);
    assert.match(svg, /prefers-color-scheme:dark/);
  });
});
