import { CONSENSUS_SOURCES, duration, etcdExample, shown, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

/** What etcd waits unless told otherwise. */
const USUAL = 1000;

export default defineRule({
  id: 'etcd-tight-election-timeout',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'election-timeout is below ten heartbeats.',
  gains: 'A dead leader is found sooner.',
  costs:
    'Between five and ten heartbeats a few late ones, by a slow disk or a busy network, look like a dead leader: an election stops writes for up to twice the timeout, and may go on the same way.',
  fineWhen:
    'Round trips are far below the heartbeat interval and disks are fast; advice is ten times the round trip, which the file does not tell.',
  advice:
    'Measure the round trip between members; set the heartbeat to about that, and the election timeout to at least ten times that.',
  sources: [CONSENSUS_SOURCES.etcdTuning],
  bad: [etcdExample(3, 'heartbeat-interval: 200\n', '5 heartbeats')],
  good: [
    etcdExample(3),
    etcdExample(3, 'heartbeat-interval: 250\nelection-timeout: 1250\n'),
    etcdExample(1, 'heartbeat-interval: 200\n'),
  ],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    for (const { settings } of shown(cluster).slice(0, 1)) {
      const given = settings.given('heartbeat-interval') ?? settings.given('election-timeout');
      const heartbeat = settings.number('heartbeat-interval');
      const election = settings.number('election-timeout');
      if (given === undefined || heartbeat === undefined || election === undefined || heartbeat <= 0)
        continue;
      const ratio = election / heartbeat;
      // A longer wait than by default is not tight.
      if (ratio < 5 || ratio >= 10 || election > USUAL) continue;
      context.report({
        origin: given.written.origin,
        message: `A leader is given up after ${Number(ratio.toFixed(1))} heartbeats (${election} ms at ${heartbeat} ms): a slow fsync can start an election, during which nothing is written for up to ${duration(election * 2)}. Ten round trips are advised.`,
      });
    }
  },
});
