import { timingOf } from '../../cluster/systems/patroni/effective.js';
import { WATCHED } from '../../cluster/systems/patroni/fragment.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  inKubernetes,
  isContainer,
  isSynchronous,
  PATRONI_PAGES,
  patroniExample,
  patroniNode,
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
    'The nodes are containers, or something else stops the machine or its connections in time, such as probes of Kubernetes or fencing by the hypervisor.',
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
    // The device is prepared.
    clusterExample('patroni', {
      'roles/db/templates/patroni.yml.j2':
        'scope: main\nname: {{ inventory_hostname }}\netcd3:\n  hosts: etcd:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  listen: 0.0.0.0:5432\nwatchdog:\n  mode: automatic\n',
      'roles/db/tasks/main.yml':
        '- name: Load the module\n  community.general.modprobe:\n    name: softdog\n- name: The file\n  ansible.builtin.template:\n    src: patroni.yml.j2\n    dest: /etc/patroni.yml\n',
    }),
    // In an image.
    clusterExample('patroni', {
      'db/Dockerfile': 'FROM debian:12\nRUN pip install patroni[etcd3]\nCOPY patroni.yml /etc/patroni.yml\n',
      'db/patroni.yml': patroniNode(1, { dcs: 'ttl: 30', rest: 'watchdog:\n  mode: off' }),
    }),
  ],
  check(cluster, context) {
    const shared = cluster.settings.patroni;
    if (shared === undefined || inKubernetes(cluster) || cluster.members.length === 0) return;
    if (cluster.system !== 'patroni') return;
    // There is no device in a container, and one that is required keeps the node from leading.
    if (cluster.members.some(isContainer) || cluster.trial !== undefined) return;
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
    // The device is there then, and stops a leader that does not feed it.
    const prepared = cluster.members.some(({ settings }) => settings.patroni?.raw(WATCHED) !== undefined);
    if (prepared && weak?.effective !== 'off') return;
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
