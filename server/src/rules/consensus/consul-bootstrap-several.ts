import { shown } from '../lib/cluster/consensus.js';
import { consulExample, consulFiles } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-bootstrap-several',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['consul'],
  summary: 'Several servers make themselves leader.',
  gains: 'A server starts without the others.',
  costs:
    'A server with `bootstrap = true`, or `bootstrap_expect = 1`, elects itself at its first start. Two of them in one data centre are two clusters that both accept writes; joined later they do not become one.',
  fineWhen: 'Each is a cluster of its own, for trying out.',
  advice: 'Use `bootstrap_expect` with the number of servers on all of them.',
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
    clusterExample('consul', { ...consulFiles(3, 'bootstrap = true\n', '') }, '3 servers'),
    clusterExample('consul', consulFiles(3, '', 'bootstrap_expect = 1\n'), '3 servers'),
  ],
  good: [consulExample(3), consulExample(1)],
  check(cluster, context) {
    const alone = shown(cluster).filter(
      ({ settings }) => settings.flag('bootstrap') === true || settings.number('bootstrap_expect') === 1,
    );
    const [first] = alone;
    if (first === undefined || alone.length < 2) return;
    const given = first.settings.given('bootstrap') ?? first.settings.given('bootstrap_expect');
    if (given === undefined) return;
    const count = shown(cluster).length;
    context.report({
      origin: given.written.origin,
      message: `${alone.length} servers of ${cluster.name} elect themselves at their first start: there are ${alone.length} leaders with data of their own, which do not become one later. Write bootstrap_expect = ${count} on all.`,
    });
  },
});
