import { shown } from '../lib/cluster/consensus.js';
import { consulExample, consulFiles } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-expect-differs',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['consul'],
  summary: 'Servers expect different numbers of servers.',
  gains: 'None.',
  costs:
    'Each server starts the first election when as many are there as it expects; Consul demands the same value from all. A server with a smaller number may elect a leader among fewer, while the others still wait or form a cluster of their own.',
  fineWhen:
    'A server was added later: the value counts for the first start only. It should be changed on the others as well.',
  advice: 'Write the same `bootstrap_expect` on all servers.',
  sources: [
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
    {
      title: 'Consul: bootstrapping a data centre',
      url: 'https://developer.hashicorp.com/consul/docs/deploy/server/vm/bootstrap',
    },
  ],
  bad: [
    clusterExample(
      'consul',
      {
        ...consulFiles(3),
        'n3/consul.hcl': consulFiles(3)['n3/consul.hcl']!.replace(
          'bootstrap_expect = 3',
          'bootstrap_expect = 1',
        ),
      },
      'c3',
    ),
  ],
  good: [consulExample(3)],
  check(cluster, context) {
    const all = shown(cluster).filter(
      ({ settings }) => settings.given('bootstrap_expect')?.value !== undefined,
    );
    const [first, ...rest] = all;
    const other = rest.find(
      ({ settings }) => settings.number('bootstrap_expect') !== first?.settings.number('bootstrap_expect'),
    );
    if (first === undefined || other === undefined) return;
    const few =
      (other.settings.number('bootstrap_expect') ?? 0) < (first.settings.number('bootstrap_expect') ?? 0)
        ? other
        : first;
    context.report({
      origin: other.settings.given('bootstrap_expect')!.written.origin,
      message: `${other.member.id} expects ${other.settings.number('bootstrap_expect')} servers and ${first.member.id} ${first.settings.number('bootstrap_expect')}: at the first start ${few.member.id} elects a leader among ${few.settings.number('bootstrap_expect')} while the rest waits. Write the same on all.`,
    });
  },
});
