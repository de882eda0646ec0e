import { isSystem, SYSTEMS } from '../../cluster/systems.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const NODE =
  'scope: shop\nname: pg1\netcd3:\n  hosts: etcd1:2379,etcd2:2379,etcd3:2379\nbootstrap:\n  dcs:\n    ttl: 30\n';

export default defineRule({
  id: 'cluster-file-broken',
  subject: 'cluster',
  since: '0.8.0',
  on: 'cluster',
  severity: 'error',
  engines: Object.keys(SYSTEMS).filter(isSystem),
  summary: 'A config that is no YAML: what starts with it refuses the whole file.',
  gains: 'None.',
  costs:
    'The server does not start with it, or the change is not taken over. Faultline leaves out what is broken and judges the rest, so that other findings on the file may miss what stands there.',
  fineWhen: 'The file is a template in a notation that Faultline does not know: exclude it.',
  advice: 'Correct the line, or the one before it: indentation is the usual reason.',
  sources: [{ title: 'YAML 1.2.2', url: 'https://yaml.org/spec/1.2.2/' }],
  bad: [
    clusterExample(
      'patroni',
      {
        'patroni.yml': `${NODE}   loop_wait: 10\n`,
      },
      'cannot be read as YAML',
    ),
    clusterExample('patroni', { 'patroni.yml': `${NODE}tags:\n\tnosync: true\n` }, 'cannot be read as YAML'),
  ],
  good: [
    clusterExample('patroni', {
      'patroni.yml': `${NODE}    loop_wait: 10\n`,
    }),
    clusterExample('patroni', { 'patroni.yml': `${NODE}postgresql:\n  parameters: @PARAMETERS@\n` }),
    // YAML 1.2 wants the bracket further right; PyYAML does not.
    clusterExample('patroni', { 'patroni.yml': `${NODE}tags:\n  nosync: [\n  true\n  ]\n` }),
  ],
  check(cluster, context) {
    for (const { origin, problem } of cluster.broken ?? [])
      context.report({ origin, message: `From here on the file cannot be read as YAML: ${problem}.` });
  },
});
