import { shown, voters } from '../lib/cluster/consensus.js';
import { consulExample, consulFiles } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-slow-elections',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['consul'],
  summary: 'A lost leader is noticed late.',
  gains: 'Slow machines and networks cause no elections.',
  costs:
    'With `raft_multiplier = 5`, the default, followers wait 5 to 10 s for a heartbeat, and the leader’s lease is 2.5 s. So long there are no writes and no locks, and whoever holds a lock as a database’s leader cannot renew it. 1 is advised for production.',
  fineWhen: 'Small machines, or servers far from each other.',
  advice: 'Set `performance { raft_multiplier = 1 }` on all servers, on machines that are fast enough.',
  sources: [
    {
      title: 'Consul: server performance',
      url: 'https://developer.hashicorp.com/consul/docs/reference/architecture/server',
    },
  ],
  bad: [
    consulExample(3, 'performance {\n  raft_multiplier = 5\n}\n', '5 to 10 s'),
    clusterExample(
      'consul',
      {
        ...consulFiles(3),
        'patroni.yml':
          'scope: shop\nname: p1\nconsul:\n  host: 10.0.0.1:8500\npostgresql:\n  listen: 10.0.1.1:5432\n  connect_address: 10.0.1.1:5432\n  data_dir: /data\n',
      },
      'default',
    ),
  ],
  good: [
    consulExample(3, 'performance {\n  raft_multiplier = 1\n}\n'),
    consulExample(3),
    consulExample(1, 'performance {\n  raft_multiplier = 5\n}\n'),
  ],
  check(cluster, context) {
    const [first] = shown(cluster);
    if (first === undefined || (voters(cluster).length < 2 && !cluster.open)) return;
    const given = first.settings.given('performance.raft_multiplier');
    const multiplier = first.settings.number('performance.raft_multiplier');
    const dependent = context.clusters.find(({ coordination }) => coordination?.cluster === cluster.id);
    // The default is told where another cluster's leader hangs on it.
    if (multiplier === undefined || multiplier < 5 || (given === undefined && dependent === undefined))
      return;
    context.report({
      origin: given?.written.origin ?? cluster.origin,
      message: `A lost leader is noticed after ${multiplier} to ${multiplier * 2} s (raft_multiplier ${multiplier}${given === undefined ? ', the default' : ''}): so long there are no writes and no locks${dependent === undefined ? '' : `, and ${dependent.name} cannot renew its leader’s lock`}. 1 is advised in production.`,
      tradeOff: () => ({
        gains: [`A pause of up to ${multiplier} s in a machine or network causes no election.`],
        costs: [
          `${multiplier} to ${multiplier * 2} s without writes when the leader is lost; 1 to 2 s at 1.`,
        ],
        advice: ['Use 1 on machines with fast disks in one region.'],
        numbers: [{ label: 'leader’s lease', value: `${multiplier * 0.5} s`, from: 'raft_multiplier' }],
      }),
    });
  },
});
