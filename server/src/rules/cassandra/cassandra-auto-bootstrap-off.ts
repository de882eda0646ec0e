import type { Member } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';
import { CODE, CONFIGURATION, eachWritten, isTrial, nodeFile, one } from '../lib/cluster/cassandra.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const files = (on: boolean): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.5\nauto_bootstrap: ${on}\n`),
});

export default defineRule({
  id: 'cassandra-auto-bootstrap-off',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra'],
  summary: 'A new node takes its ranges over without their data.',
  gains: 'The node is there at once; a new cluster or data centre starts without streaming.',
  costs:
    'From the moment on at which it joins, the node is a replica of rows that it does not have. Two such nodes of three make a quorum that finds nothing, and a repair or rebuild is needed before reads are right.',
  fineWhen:
    'A new data centre is added and rebuilt before a client or keyspace uses it, or the cluster is made.',
  advice: 'Take the line out once the cluster or data centre stands.',
  sources: [CONFIGURATION, CODE],
  bad: one(files(false), 'does not have'),
  good: [
    ...one(files(true)),
    // A seed streams nothing either way.
    ...one({ 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nauto_bootstrap: false\n') }),
    ...one({
      'templates/cassandra.yaml.j2': nodeFile(
        'listen_address: "{{ address }}"\nauto_bootstrap: false\n',
        "{{ groups['ring'] | join(',') }}",
      ),
    }),
  ],
  check(cluster, context) {
    if (isTrial(cluster)) return;
    eachWritten(cluster, 'auto_bootstrap', ({ value, written }, member) => {
      if (value !== false || isSeed(written.origin, member) || isTestFile(written.origin)) return;
      context.report({
        origin: written.origin,
        message:
          'A node that joins with this becomes a replica of rows that it does not have: reads miss them until a repair or rebuild. Use it only for a new cluster or data centre, and take it out afterwards.',
      });
    });
  },
});

/** True where the node is a seed, which never streams: its own list names it, or a template names every host of a group. */
function isSeed({ unit }: Origin, { addresses }: Member): boolean {
  const list = /^[ \t]*-?[ \t]*seeds[ \t]*:[ \t]*(\S[^\r\n]*)$/m.exec(unit.piece.text)?.[1];
  if (list === undefined) return false;
  if (/\bgroups\s*[[.]/.test(list)) return !/\[\s*(?:-?\d|:)|\b(?:first|slice|batch|limit)\b/.test(list);
  const hosts = list
    .replace(/["']/g, '')
    .split(',')
    .map(each => each.trim().replace(/^([^:]+):\d+$/, '$1'));
  return addresses.some(address => hosts.includes(address.replace(/^([^:]+):\d+$/, '$1')));
}
