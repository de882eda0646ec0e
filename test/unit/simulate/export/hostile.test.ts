import { strict as assert } from 'node:assert';
import { parse } from 'yaml';
import type { Cluster } from '../../../../server/src/cluster/model.js';
import { type ExportFormat, exportSchedule } from '../../../../server/src/simulate/export/index.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { clojureProblem, labClusters, runScript, shellProblems } from './support.js';

/** Names by which somebody would like to have a file `pwned` made, or the file read otherwise than it is meant. */
const NAMES = [
  '$(touch pwned)',
  '`touch pwned`',
  "'; touch pwned; '",
  '"; touch pwned; "',
  'a\ntouch pwned\n',
  'a\rtouch pwned',
  '-oProxyCommand=touch pwned',
  '--',
  'n1 accept; flush ruleset #',
  '${PATH}',
  '\\',
  "\\'",
  'x\u0000y',
  '\u2028touch pwned',
  '#{}"',
  '"]) (spit "pwned" "")',
  '- x: [',
  '*',
  'é\ud800',
];

describe('names out of untrusted files', () => {
  const [cluster] = labClusters('patroni-async');

  for (const name of NAMES) {
    describe(JSON.stringify(name), () => {
      const evil: Cluster = {
        ...cluster,
        name,
        members: cluster.members.map((member, index) =>
          index > 0
            ? member
            : { ...member, id: name, addresses: [name, `${name}:5432`], site: { region: name } },
        ),
        coordination: { ...cluster.coordination!, addresses: [name] },
      };
      const schedule: Schedule = {
        until: 1000,
        clients: [
          { name: `c${name}`, group: [name], writesPerSecond: 1, readsPerSecond: 0, writeTimeoutMs: 1 },
        ],
        events: [
          { at: 0, fault: { kind: 'partition', groups: [[name], ['n2', `c${name}`]] } },
          { at: 1, fault: { kind: 'crash', hosts: [name, `no ${name}`], process: name } },
          { at: 2, fault: { kind: 'siteLoss', site: name } },
          { at: 3, fault: { kind: 'siteLoss', site: `no ${name}` } },
          { at: 4, fault: { kind: 'promote', host: name } },
          { at: 5, fault: { kind: 'pause', hosts: [name], process: name } },
        ],
      };
      const written = (format: ExportFormat) => exportSchedule(format, schedule, evil);

      it('do nothing in a shell', () => {
        for (const format of ['netem', 'toxiproxy'] as const) {
          const script = written(format);
          assert.equal(shellProblems(script), '');
          assert.match(script, /^[\n -~]*$/);
          // Whatever address a user gives, the script goes on to its end.
          const run = runScript(script, [], { ADDRESS_1: '10.77.0.11', PORTS_1: '5432', PRIMARY_IS: '1' });
          assert.deepEqual(run.left, [], run.messages);
          assert.equal(run.status, 0, run.messages);
          assert.doesNotMatch(run.calls, /touch|flush/);
        }
        const linked = runScript(written('toxiproxy'), ['links'], {
          ADDRESS_1: '10.77.0.11',
          PRIMARY_IS: '1',
        });
        assert.deepEqual(linked.left, []);
      });

      it('are a text in YAML', () => {
        const workflow = parse(written('chaos-mesh')) as {
          spec: { templates: { name: string; networkChaos?: unknown }[] };
        };
        const names = JSON.stringify(workflow.spec.templates.map(each => each.networkChaos));
        assert.ok(names.includes(JSON.stringify(name)));
        for (const [, command] of written('chaos-mesh').matchAll(/^ *# *(kubectl exec .*)$/gm)) {
          assert.match(command!, /^kubectl exec [A-Z]+ -- pkill -STOP -f PROCESS$/);
        }
        for (const each of workflow.spec.templates) assert.match(each.name, /^(schedule|event-[0-9a-z-]+)$/);
      });

      it('are a text in Clojure', () => {
        const text = written('jepsen');
        assert.equal(clojureProblem(text), undefined);
        assert.match(text, /^[\n -~]*$/);
        const code = text.replace(/;[^\n]*|"(?:[^"\\]|\\.)*"/g, '');
        assert.doesNotMatch(code, /touch|spit/);
      });
    });
  }

  it('never come to stand where an address does', () => {
    const bad = [
      '10.0.0.1; touch pwned',
      '-oProxyCommand=x',
      '$(touch pwned)',
      'a b',
      "10.0.0.1'",
      '10.0.0.1\n',
    ];
    for (const address of bad) {
      const members = cluster.members.map(member => ({ ...member, addresses: [address] }));
      for (const format of ['netem', 'toxiproxy'] as const) {
        const script = exportSchedule(
          format,
          { until: 1, clients: [], events: [] },
          { ...cluster, members },
          [],
        );
        assert.match(script, /^ADDRESS_1=\$\{ADDRESS_1:-\}$/m);
        assert.doesNotMatch(script, /^ADDRESS_1='/m);
      }
    }
  });

  it('are refused by the script as addresses of the environment', () => {
    const members = cluster.members.slice(0, 1).map(member => ({ ...member, addresses: [] }));
    const script = exportSchedule(
      'netem',
      { until: 1, clients: [], events: [] },
      { ...cluster, members },
      [],
    );
    for (const address of ['-oProxyCommand=x', '10.0.0.1; x', '$(touch pwned)']) {
      const { status, calls, left } = runScript(script, [], { ADDRESS_1: address });
      assert.equal(status, 1);
      assert.equal(calls, '');
      assert.deepEqual(left, []);
    }
  });
});
