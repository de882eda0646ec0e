import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Cluster } from '../../../../server/src/cluster/model.js';
import { exportSchedule } from '../../../../server/src/simulate/export/index.js';
import { labClusters, runScript, scheduleOf } from './support.js';

const CLUSTERS = labClusters('patroni-async-sepetcd');
const HOSTS = ['n1', 'n2', 'n3', 'e1', 'e2', 'e3', 'c1', 'c2'];
/** Of the lab; those of the clients are given to the script. */
const ADDRESSES: Readonly<Record<string, string>> = {
  n1: '10.77.0.11',
  n2: '10.77.0.12',
  n3: '10.77.0.13',
  e1: '10.77.0.21',
  e2: '10.77.0.22',
  e3: '10.77.0.23',
  c1: '10.77.0.101',
  c2: '10.77.0.102',
};
const ENV = { ADDRESS_7: '10.77.0.101', ADDRESS_8: '10.77.0.102' };
const CLIENTS = 'clients: [{ name: c1, group: n1 }, { name: c2, group: [n2] }]\n';

function netem(events: string) {
  const schedule = scheduleOf(`${CLIENTS}${events}`);
  return runScript(exportSchedule('netem', schedule, CLUSTERS[0], CLUSTERS), [], ENV);
}

/** The pairs between which nothing passes, as groups have it: `n1 n2`. */
function apart(groups: readonly (readonly string[])[], beside: Readonly<Record<string, string>>): string[] {
  const groupOf = (host: string): number => {
    const at = groups.findIndex(group => group.includes(host));
    if (at >= 0) return at;
    return beside[host] === undefined ? groups.length - 1 : groupOf(beside[host]);
  };
  return pairs((a, b) => groupOf(a) !== groupOf(b));
}

function pairs(wanted: (a: string, b: string) => boolean): string[] {
  return HOSTS.flatMap((a, i) =>
    HOSTS.slice(i + 1).flatMap(b =>
      // Nobody cuts a client from a client.
      wanted(a, b) && !(a.startsWith('c') && b.startsWith('c')) ? [`${a} ${b}`] : [],
    ),
  );
}

/** What each host drops after the first rules that are put on it, as pairs of who sends and who should hear. */
function dropped(calls: string): Set<string> {
  const name = (address: string) => Object.keys(ADDRESSES).find(each => ADDRESSES[each] === address)!;
  const found = new Set<string>();
  for (const [, address, rules] of calls.matchAll(
    /^root@(\S+): sudo -n nft -f -\n((?:(?!root@|sleep).*\n)*)/gm,
  )) {
    const host = name(address!);
    for (const [, field, list] of rules!.matchAll(/ip ([sd])addr \{ ([^}]*) \} drop/g)) {
      for (const peer of list!.split(', ').map(name)) {
        found.add(field === 's' ? `${peer}>${host}` : `${host}>${peer}`);
      }
    }
  }
  return found;
}

/** Groups of some of the hosts, as YAML has them. */
const GROUPS = fc
  .tuple(fc.shuffledSubarray(HOSTS, { minLength: 2 }), fc.integer({ min: 2, max: 3 }))
  .map(([hosts, count]) => {
    const groups: string[][] = Array.from({ length: count }, () => []);
    for (const [index, host] of hosts.entries()) groups[index % count]!.push(host);
    return groups.filter(group => group.length > 0);
  });

describe('the script for hosts', () => {
  it('knows hosts by what they are', () => {
    const killed = (name: string) => {
      const schedule = scheduleOf(`events: [{ at: 0, crash: "${name}", process: x }]`);
      const script = exportSchedule('netem', schedule, CLUSTERS[0], CLUSTERS);
      const { calls } = runScript(script, [], { ADDRESS_7: '10.77.0.101', PRIMARY_IS: '2' });
      return [...calls.matchAll(/^root@(\S+): sudo -n pkill/gm)].map(([, address]) =>
        Object.keys(ADDRESSES).find(host => ADDRESSES[host] === address),
      );
    };
    assert.deepEqual(killed('@primary'), ['n2']);
    assert.deepEqual(killed('@replicas'), ['n1', 'n3']);
    assert.deepEqual(killed('@rest'), ['n1', 'n3', 'e1', 'e2', 'e3']);
    assert.deepEqual(killed('@nodes'), ['n1', 'n2', 'n3']);
    assert.deepEqual(killed('@etcd'), ['e1', 'e2', 'e3']);
    assert.deepEqual(killed('@r2'), ['n3']);
  });

  it('drops between groups what the schedule says, on both sides', () => {
    fc.assert(
      fc.property(GROUPS, groups => {
        const { calls, status, messages } = netem(
          `events: [{ at: 0, partition: ${JSON.stringify(groups)} }]`,
        );
        assert.equal(status, 0, messages);
        const expected = apart(groups, { c1: 'n1', c2: 'n2' });
        assert.deepEqual(
          [...dropped(calls)].sort(),
          expected.flatMap(pair => [pair.replace(' ', '>'), pair.split(' ').reverse().join('>')]).sort(),
        );
      }),
      { numRuns: 5 },
    );
  });

  it('asks who leads when the schedule speaks of the primary', () => {
    const { calls, messages } = netem('events: [{ at: 0, partition: [["@primary"], ["@rest"]] }]');
    assert.equal(messages, 'Putting everything back.\n');
    assert.deepEqual([...dropped(calls)].filter(link => link.startsWith('n1>')).sort(), [
      'n1>c2',
      'n1>e1',
      'n1>e2',
      'n1>e3',
      'n1>n2',
      'n1>n3',
    ]);
    assert.ok(!dropped(calls).has('n2>n3'));
  });

  it('starts again whom it killed as the primary, though another one leads by then', () => {
    const { calls } = netem('events: [{ at: 0, crash: "@primary" }, { at: 1, restart: "@primary" }]');
    assert.deepEqual(
      [...calls.matchAll(/^root@(\S+): sudo -n (pkill -\w+|systemctl \w+)/gm)].map(([, host, what]) => [
        host,
        what,
      ]),
      [
        ['10.77.0.11', 'pkill -KILL'],
        ['10.77.0.11', 'pkill -KILL'],
        ['10.77.0.11', 'systemctl start'],
      ],
    );
  });

  it('cuts one way only, where the schedule says so', () => {
    const { calls } = netem('events: [{ at: 0, cut: { from: n1, to: [n2, c2], oneWay: true } }]');
    assert.deepEqual([...dropped(calls)].sort(), ['n1>c2', 'n1>n2']);
  });

  it('slows what a host sends, and for a client both ways at once', () => {
    const { calls } = netem(
      'events: [{ at: 0, slow: { from: n1, to: [n2, c1], latency: 80ms, loss: 10% } }]',
    );
    const shaped = [...calls.matchAll(/^root@(\S+): sudo -n sh -s\n((?:(?!root@).*\n)*)/gm)].map(
      ([, host, text]) => [
        host,
        [...text!.matchAll(/netem (.*)\n.*dst (\S+)/g)].map(([, how, to]) => `${to} ${how}`),
      ],
    );
    assert.deepEqual(shaped.slice(0, 2).sort(), [
      ['10.77.0.11', ['10.77.0.12/32 delay 80ms loss 10%', '10.77.0.101/32 delay 160ms loss 19%']],
      ['10.77.0.12', ['10.77.0.11/32 delay 80ms loss 10%']],
    ]);
  });

  it('makes a host without power silent before it kills what runs there', () => {
    const { calls } = netem('events: [{ at: 0, powerLoss: n3 }]');
    assert.ok(calls.indexOf('ip saddr') >= 0);
    assert.ok(calls.lastIndexOf('ip saddr') < calls.indexOf('pkill -KILL'));
    assert.ok(dropped(calls).has('n3>c1') && dropped(calls).has('c1>n3'));
  });

  it('puts back at its end what no event has', () => {
    const { calls, messages } = netem(
      `events: [{ at: 0, partition: "n1 | n2" }, { at: 1, pause: n2, process: postgres }, { at: 2, crash: n3 },
        { at: 3, slow: { from: n1, to: n2, latency: 1 } }]`,
    );
    const [, end] = calls.split(/sleep\n(?!.*sleep\n)/s);
    assert.match(messages, /Putting everything back/);
    assert.match(end!, /10\.77\.0\.12: sudo -n pkill -CONT -f '\(\^\|\[\/ \]\)\[p\]ostgres/);
    assert.match(end!, /10\.77\.0\.13: sudo -n systemctl start 'patroni'/);
    for (const address of Object.values(ADDRESSES).slice(0, 6)) {
      const rules = new RegExp(
        `root@${address}: sudo -n nft -f -\\nadd .*\\ndelete table inet faultline\\n(?!table)`,
      );
      assert.match(end!, rules);
    }
    assert.equal(end!.match(/tc qdisc del/g)?.length, 2);
  });

  it('freezes no file system that it was not told of', () => {
    const events = 'events: [{ at: 0, diskStall: { hosts: n1, for: 2 } }]';
    const schedule = scheduleOf(`${CLIENTS}${events}`);
    const script = exportSchedule('netem', schedule, CLUSTERS[0], CLUSTERS);
    for (const mount of ['', '/', '$(touch pwned)']) {
      const { calls, messages, left } = runScript(script, [], { ...ENV, MOUNT_1: mount });
      assert.doesNotMatch(calls, /fsfreeze/);
      assert.match(messages, /BY HAND: Stall the disk of n1/);
      assert.deepEqual(left, []);
    }
    const { calls } = runScript(script, [], { ...ENV, MOUNT_1: '/data' });
    assert.match(calls, /fsfreeze --freeze '\/data'[\s\S]*sleep[\s\S]*fsfreeze --unfreeze '\/data'/);
  });

  it('says what is left to people', () => {
    const { messages } = netem(
      'events: [{ at: 0, promote: n2 }, { at: 0, cancelWaits: n1 }, { at: 0, maintenance: true }]',
    );
    assert.match(messages, /BY HAND: An operator promotes n2\. patronictl failover/);
    assert.match(
      messages,
      /SELECT pg_cancel_backend\(pid\) FROM pg_stat_activity WHERE wait_event = 'SyncRep'/,
    );
    assert.match(messages, /patronictl pause --wait/);
  });

  it('does not begin without the address of a server', () => {
    const schedule = scheduleOf('events: [{ at: 0, heal }]');
    const members = CLUSTERS[0].members.map(member => ({ ...member, addresses: [] }));
    const run = runScript(exportSchedule('netem', schedule, { ...CLUSTERS[0], members }, []));
    assert.equal(run.status, 1);
    assert.equal(run.calls, '');
    assert.match(run.messages, /Set ADDRESS_1, the address of n1\./);
  });
});

describe('the script for Toxiproxy', () => {
  const script = (events: string) =>
    exportSchedule('toxiproxy', scheduleOf(`${CLIENTS}${events}`), CLUSTERS[0], CLUSTERS);

  it('makes a proxy for each way to each port', () => {
    const { output, calls, status } = runScript(script('events: []'), ['links']);
    assert.equal(status, 0);
    // Eight hosts and clients reach six servers of two ports each, but none reaches itself.
    assert.equal(output.trim().split('\n').length, 8 * 12 - 12);
    assert.match(output, /^c2 reaches n1:5432 by 127\.0\.0\.1:\d+$/m);
    assert.match(calls, /^create --listen 127\.0\.0\.1:20001 --upstream 10\.77\.0\.12:5432 link_1_2_5432$/m);
  });

  it('silences both directions of what is cut, and no other link', () => {
    const { calls } = runScript(script('events: [{ at: 0, cut: { from: n1, to: n2 } }]'));
    const added = [
      ...calls.matchAll(/^toxic add --type timeout --toxicName (\w+) --(\w+) --attribute timeout=0 (\S+)$/gm),
    ];
    assert.deepEqual(
      added.map(([, , stream, link]) => `${link} ${stream}`).sort(),
      ['1_2_5432', '1_2_8008', '2_1_5432', '2_1_8008'].flatMap(link => [
        `link_${link} downstream`,
        `link_${link} upstream`,
      ]),
    );
    const removed = calls.match(/^toxic remove --toxicName cut_(up|down) link_\S+$/gm);
    assert.equal(removed?.length, 8);
  });

  it('lets the answers through where only one way is cut', () => {
    const { calls } = runScript(script('events: [{ at: 0, cut: { from: n1, to: n2, oneWay: true } }]'));
    const added = [...calls.matchAll(/^toxic add .* --(\w+) --attribute \S+ link_(\d_\d)_5432$/gm)];
    assert.deepEqual(added.map(([, stream, link]) => `${link} ${stream}`).sort(), [
      '1_2 upstream',
      '2_1 downstream',
    ]);
  });

  it('switches the links of what is down off and on again', () => {
    const { calls } = runScript(script('events: [{ at: 0, crash: n3 }, { at: 1, restart: n3 }]'));
    const toggled = calls.match(/^toggle link_\S+$/gm)!;
    // Seven others by two ports, and its own ways to five servers by two ports.
    assert.equal(toggled.length, 2 * (7 * 2 + 5 * 2));
    assert.equal(new Set(toggled).size, toggled.length / 2);
  });

  it('delays each way by what the schedule adds one way', () => {
    const { calls } = runScript(
      script('events: [{ at: 0, slow: { from: n1, to: n2, latency: 80ms, loss: 5% } }]'),
    );
    assert.equal(calls.match(/^toxic add --type latency .* --attribute latency=80 link_/gm)?.length, 8);
    assert.match(
      script('events: [{ at: 0, slow: { from: n1, to: n2, loss: 5% } }]'),
      /Losing 5 % of the packets is left out/,
    );
  });
});

/** The members with one that the files call the leader. */
function leading(id: string) {
  return CLUSTERS[0].members.map(member => ({ ...member, leader: member.id === id }));
}

interface Template {
  readonly name: string;
  readonly templateType: string;
  readonly deadline?: string;
  readonly children?: readonly string[];
  readonly [spec: string]: unknown;
}

describe('the workflow of Chaos Mesh', () => {
  const workflow = (events: string, cluster: Cluster = CLUSTERS[0]) =>
    parse(exportSchedule('chaos-mesh', scheduleOf(`${CLIENTS}${events}`), cluster, CLUSTERS)) as {
      spec: { entry: string; templates: readonly Template[] };
    };
  const chaos = (events: string, cluster?: Cluster) => {
    const { templates } = workflow(events, cluster).spec;
    return templates.filter(({ templateType }) => templateType.endsWith('Chaos'));
  };

  it('is one that its webhook admits', () => {
    fc.assert(
      fc.property(GROUPS, fc.integer({ min: 0, max: 5000 }), (groups, at) => {
        const { entry, templates } = workflow(`events:
  - { at: ${at}ms, partition: ${JSON.stringify(groups)} }
  - { at: 5, crash: [n1, n2] }
  - { at: 6, powerLoss: n3 }
  - { at: 7, clock: { hosts: "@nodes", by: -1 } }
  - { at: 8, diskStall: { hosts: n1 } }
  - { at: 9, heal }
  - { at: 9, promote: n1 }`).spec;
        const names = templates.map(({ name }) => name);
        assert.equal(new Set(names).size, names.length);
        assert.ok(names.includes(entry));
        for (const template of templates) {
          const { name, templateType, deadline, children = [] } = template;
          assert.match(name, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
          for (const child of children) assert.ok(names.includes(child), child);
          if (templateType !== 'Serial') assert.match(deadline ?? '', /^[1-9]\d*(s|ms)$/);
          if (!templateType.endsWith('Chaos')) continue;
          const [key] = Object.keys(template).filter(each => each.endsWith('Chaos'));
          assert.equal(key?.toLowerCase(), templateType.toLowerCase());
          const spec = template[key!] as Record<string, unknown>;
          assert.ok(!('duration' in spec));
          assert.equal(spec.mode, 'all');
          assert.ok(spec.selector);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('cuts between groups what the schedule says', () => {
    type Side = { selector: { pods?: { default: string[] }; labelSelectors?: Record<string, string> } };
    const named = ({ selector }: Side) => selector.pods?.default ?? Object.values(selector.labelSelectors!);
    fc.assert(
      fc.property(GROUPS, groups => {
        const cut = new Set<string>();
        for (const template of chaos(`events: [{ at: 1, partition: ${JSON.stringify(groups)} }]`)) {
          const spec = template.networkChaos as Side & { target: Side; action: string; direction: string };
          assert.deepEqual([spec.action, spec.direction], ['partition', 'both']);
          for (const a of named(spec))
            for (const b of named(spec.target)) cut.add(a).add(`${a} ${b}`).add(`${b} ${a}`);
        }
        assert.deepEqual(
          pairs((a, b) => cut.has(`${a} ${b}`)),
          apart(groups, { c1: 'n1', c2: 'n2' }),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('means by names what the scripts mean', () => {
    const pods = (name: string) =>
      chaos(`events: [{ at: 1, crash: "${name}" }]`, { ...CLUSTERS[0], members: leading('n2') }).flatMap(
        ({ podChaos }) => (podChaos as { selector: { pods: { default: string[] } } }).selector.pods.default,
      );
    assert.deepEqual(pods('@primary'), ['n2']);
    assert.deepEqual(pods('@replicas'), ['n1', 'n3']);
    assert.deepEqual(pods('@rest'), ['n1', 'n3', 'e1', 'e2', 'e3']);
    assert.deepEqual(pods('@nodes'), ['n1', 'n2', 'n3']);
    assert.deepEqual(pods('@etcd'), ['e1', 'e2', 'e3']);
    assert.deepEqual(pods('@r2'), ['n3']);
  });

  it('lasts from a fault to what ends it', () => {
    const { templates } = workflow(`until: 100
events: [{ at: 10, partition: "n1 | n2" }, { at: 15, crash: [n2, n3] }, { at: 40, restart: n3 }, { at: 60, heal }]`).spec;
    const lasting = (type: string, key: string, host: string) =>
      templates.find(
        each =>
          each.templateType === type &&
          JSON.stringify(each[key]).includes(`"selector":{"pods":{"default":["${host}"`),
      )?.deadline;
    assert.equal(lasting('NetworkChaos', 'networkChaos', 'n1'), '50s');
    assert.equal(lasting('PodChaos', 'podChaos', 'n2'), '85s');
    assert.equal(lasting('PodChaos', 'podChaos', 'n3'), '25s');
    const waits = templates.filter(each => each.templateType === 'Suspend').map(each => each.deadline);
    assert.deepEqual([...new Set(waits)], ['10s', '15s']);
  });

  it('finds the leader by the label of an operator', () => {
    const cluster: Cluster = { ...CLUSTERS[0], system: 'cloudnativepg', name: 'orders' };
    const [first] = chaos('events: [{ at: 1, partition: [["@primary"], ["@replicas"]] }]', cluster);
    const spec = first!.networkChaos as Record<string, unknown>;
    assert.deepEqual(spec.selector, {
      namespaces: ['default'],
      labelSelectors: { 'cnpg.io/cluster': 'orders', 'cnpg.io/instanceRole': 'primary' },
    });
    assert.deepEqual((spec.target as Record<string, unknown>).selector, {
      namespaces: ['default'],
      labelSelectors: { 'cnpg.io/cluster': 'orders' },
      expressionSelectors: [{ key: 'cnpg.io/instanceRole', operator: 'NotIn', values: ['primary'] }],
    });
  });

  it('says of what it cannot do how people do it', () => {
    const text = exportSchedule(
      'chaos-mesh',
      scheduleOf('events: [{ at: 1, pause: n2, process: patroni }, { at: 2, promote: n2 }]'),
      CLUSTERS[0],
      CLUSTERS,
    );
    assert.match(text, /# {3}kubectl exec n2 -- pkill -STOP -f patroni/);
    assert.match(text, /# Chaos Mesh does not do that\. By hand: patronictl failover/);
  });
});
