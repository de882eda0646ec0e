import { shown } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-nothing-to-join',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['consul'],
  summary: 'A server expects others and is told none to join.',
  gains: 'None.',
  costs:
    'Without `retry_join` a server waits for others to join it, or for somebody to type `consul join`; after a restart with new addresses it may not find them again.',
  fineWhen: 'The command line or the variables of the service say `-retry-join`.',
  advice: 'List the servers in `retry_join`, or a way to find them in the cloud.',
  sources: [
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
  ],
  bad: [clusterExample('consul', { 'consul.hcl': 'server = true\nbootstrap_expect = 3\n' }, 'retry_join')],
  good: [
    consulExample(3),
    clusterExample('consul', { 'consul.hcl': 'server = true\nbootstrap_expect = 1\n' }),
  ],
  check(cluster, context) {
    const all = shown(cluster).filter(({ member }) => /\.(?:hcl|json)$/.test(member.origin.unit.uri));
    // One that names the others is enough for all.
    if (
      shown(cluster).some(
        ({ settings }) =>
          settings.given('retry_join') !== undefined || settings.given('start_join') !== undefined,
      )
    )
      return;
    const first = all.find(({ settings }) => (settings.number('bootstrap_expect') ?? 0) > 1);
    const given = first?.settings.given('bootstrap_expect');
    if (
      first === undefined ||
      given === undefined ||
      /^(?:[^\n]*\{[{%])/m.test(given.written.origin.unit.piece.text)
    )
      return;
    context.report({
      origin: given.written.keyOrigin,
      message: `${first.member.id} waits for ${given.value} servers and is told none to join: there is no leader until somebody joins them by hand. List them in retry_join.`,
    });
  },
});
