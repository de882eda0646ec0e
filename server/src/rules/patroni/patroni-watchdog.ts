import { timingOf } from '../../cluster/systems/patroni/effective.js';
import {
  inKubernetes,
  isSynchronous,
  PATRONI_PAGES,
  patroniExample,
  seconds,
} from '../lib/cluster/patroni.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-watchdog',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'No watchdog is required: a leader whose Patroni is frozen goes on beside the next one.',
  gains: 'A node without a watchdog device may lead, and nothing resets a machine.',
  costs:
    'When Patroni is killed, or does not get to run, PostgreSQL goes on accepting writes. After ttl another node takes over, and both accept writes until Patroni runs again; those of one side are erased by pg_rewind. In synchronous mode the commits of the old leader wait instead, once its standbys follow the new one, and only its reads are old.',
  fineWhen:
    'Something else stops the machine or its connections in time, such as probes of Kubernetes or fencing by the hypervisor.',
  advice: 'Provide /dev/watchdog (softdog will do) and set watchdog.mode: required.',
  sources: [PATRONI_PAGES.watchdog],
  bad: [
    patroniExample({ dcs: 'ttl: 30', rest: 'watchdog:\n  mode: off' }, 'is off'),
    patroniExample({ dcs: 'ttl: 30', rest: 'watchdog:\n  mode: automatic' }, 'is automatic'),
    patroniExample({ dcs: 'ttl: 30\nsynchronous_mode: true' }, 'commits then wait'),
  ],
  good: [
    patroniExample({
      dcs: 'ttl: 30',
      rest: 'watchdog:\n  mode: off  # there is no device in our containers',
    }),
    patroniExample({ dcs: 'synchronous_mode: true', rest: 'watchdog:\n  mode: required' }),
    patroniExample({ dcs: 'ttl: 30', rest: 'watchdog:\n  mode: {{ mode }}' }),
    patroniExample({ dcs: 'ttl: 30' }),
  ],
  check(cluster, context) {
    const shared = cluster.settings.patroni;
    if (shared === undefined || inKubernetes(cluster) || cluster.members.length === 0) return;
    if (cluster.system !== 'patroni') return;
    const modes = cluster.members.map(member => member.settings.patroni?.get('watchdog.mode'));
    const weak = modes.find(
      mode => mode?.written !== undefined && mode.effective !== 'required' && mode.value !== undefined,
    );
    const unsaid = modes.every(mode => mode?.written === undefined);
    if (
      weak === undefined &&
      !(
        unsaid &&
        shared.given('synchronous_mode') !== undefined &&
        isSynchronous(shared) === true &&
        cluster.members.length > 1
      )
    )
      return;
    // Who writes that there is no device, as in a container, knows.
    if (
      weak?.written !== undefined &&
      isExplained(
        weak.written.keyOrigin,
        /contain|cont[eê][iy]n|conten[ea]dor|docker|kubernetes|device|watchdog/i,
      )
    )
      return;
    const timing = timingOf(shared);
    // Its writes wait for a standby that follows another one by then.
    const waits = isSynchronous(shared) === true;
    const after = timing === undefined ? 'ttl' : seconds(timing.ttl);
    const what =
      weak === undefined
        ? 'is set nowhere and so automatic: a node without a device leads all the same'
        : weak.effective === 'off'
          ? 'is off'
          : 'is automatic: a node without a device leads all the same';
    context.report({
      origin: weak?.written?.origin ?? shared.given('synchronous_mode')?.written.origin ?? cluster.origin,
      message: waits
        ? `The watchdog ${what}. A leader whose Patroni is frozen or killed stays up; after ${after} another one leads beside it. Its own commits then wait for a standby that has left, but clients there read old rows. Set watchdog.mode: required.`
        : `The watchdog ${what}. A leader whose Patroni is frozen or killed goes on accepting writes; after ${after} another one does as well. Set watchdog.mode: required.`,
    });
  },
});
