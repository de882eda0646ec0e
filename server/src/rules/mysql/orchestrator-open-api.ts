import { clusterExample } from '../lib/cluster/example.js';
import { isTestPlace } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const file = (json: string) => ({ 'orchestrator.conf.json': `{ "MySQLTopologyUser": "orc", ${json} }\n` });

export default defineRule({
  id: 'orchestrator-open-api',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['orchestrator'],
  summary: 'Whoever reaches the port of Orchestrator can move a primary.',
  gains: 'No password to hand out.',
  costs: 'Its pages and API take orders from everybody: to promote, to detach, to begin a failover.',
  fineWhen:
    'The port is reached through a proxy that asks who one is, on a machine that nobody else reaches.',
  advice: 'Set AuthenticationMethod, or listen at 127.0.0.1 behind a proxy.',
  sources: [
    {
      title: 'Orchestrator: security',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/security.md',
    },
  ],
  bad: [
    clusterExample('orchestrator', file('"ListenAddress": ":3000", "AuthenticationMethod": ""'), ':3000'),
  ],
  good: [
    clusterExample('orchestrator', {
      'orchestrator-sample.conf.json': Object.values(
        file('"ListenAddress": ":3000", "AuthenticationMethod": ""'),
      )[0]!,
    }),
    clusterExample('orchestrator', file('"ListenAddress": ":3000", "AuthenticationMethod": "basic"')),
    clusterExample('orchestrator', file('"ListenAddress": "127.0.0.1:3000", "AuthenticationMethod": ""')),
  ],
  check(cluster, context) {
    const settings = cluster.settings.orchestrator;
    const listens = settings?.given('ListenAddress');
    if (
      settings === undefined ||
      listens === undefined ||
      cluster.walls?.has(3000) ||
      isTestPlace(listens.written.origin, context.clusters) ||
      // The sample that its repository ships is nobody's.
      /orchestrator-sample[^/]*$/.test(listens.written.origin.unit.uri)
    )
      return;
    const address = String(listens.value ?? '');
    if (!/^(?:0\.0\.0\.0|\[::\]|\*)?:\d+$/.test(address)) return;
    if (settings.isHidden('AuthenticationMethod') || (settings.text('AuthenticationMethod') ?? '') !== '')
      return;
    if (settings.flag('ReadOnly') === true) return;
    context.report({
      origin: listens.written.origin,
      message: `Orchestrator listens at ${address} for everybody and asks nobody who he is: who reaches the port can move a primary or detach replicas. Set AuthenticationMethod, or listen at 127.0.0.1 behind a proxy.`,
    });
  },
});
