import type { Settings } from '../../cluster/settings.js';
import { dataNodes } from '../lib/cluster/galera.js';
import { duration } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-evs-order',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['galera'],
  summary: 'Times of group communication contradict each other.',
  gains: 'None: these are limits, not choices.',
  costs:
    'The library refuses evs.keepalive_period above a third of evs.suspect_timeout, evs.inactive_check_period above half of it and evs.install_timeout above evs.inactive_timeout: the node does not start. evs.inactive_timeout below evs.suspect_timeout drops nodes before anybody agreed.',
  fineWhen: 'Never.',
  advice:
    'Keep keepalive ≤ suspect / 3, suspect < inactive, install ≤ inactive; change all of them together.',
  sources: [
    {
      title: 'Galera: ranges of the options in evs_proto.cpp',
      url: 'https://github.com/codership/galera/blob/4.x/gcomm/src/evs_proto.cpp',
    },
    {
      title: 'Galera Cluster: evs.suspect_timeout',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#evs.suspect_timeout',
    },
  ],
  bad: [
    galeraOne(['wsrep_provider_options="evs.keepalive_period=PT3S; evs.suspect_timeout=PT5S"'], 'refuses'),
    galeraOne(['wsrep_provider_options="evs.suspect_timeout=PT30S"'], 'evs.inactive_timeout'),
  ],
  good: [
    galeraOne([
      'wsrep_provider_options="evs.keepalive_period=PT3S; evs.suspect_timeout=PT30S; evs.inactive_timeout=PT1M; evs.install_timeout=PT1M"',
    ]),
  ],
  check(cluster, context) {
    for (const { settings } of dataNodes(cluster)) {
      const suspect = settings.number('evs.suspect_timeout');
      const inactive = settings.number('evs.inactive_timeout');
      if (suspect === undefined || inactive === undefined) continue;
      const wrong = refused(settings, suspect, inactive);
      if (wrong !== undefined) {
        context.report(wrong);
      } else if (inactive < suspect) {
        const at = settings.given('evs.suspect_timeout') ?? settings.given('evs.inactive_timeout');
        if (at === undefined) continue;
        context.report({
          origin: at.written.origin,
          severity: 'warning',
          message: `evs.inactive_timeout (${duration(inactive)}) is below evs.suspect_timeout (${duration(suspect)}): a silent node is dropped after ${duration(inactive)} without anybody having agreed. Raise evs.inactive_timeout above it.`,
        });
      }
    }
  },
});

function refused(settings: Settings, suspect: number, inactive: number) {
  const limits = [
    ['evs.keepalive_period', suspect / 3, 'a third of evs.suspect_timeout'],
    ['evs.inactive_check_period', suspect / 2, 'half of evs.suspect_timeout'],
    ['evs.install_timeout', inactive, 'evs.inactive_timeout'],
  ] as const;
  for (const [name, most, of] of limits) {
    const value = settings.number(name);
    // What is left out of install_timeout is worked out from inactive_timeout.
    if (value === undefined || (name === 'evs.install_timeout' && settings.given(name) === undefined))
      continue;
    if (value <= most + 1) continue;
    const at =
      settings.given(name) ?? settings.given('evs.suspect_timeout') ?? settings.given('evs.inactive_timeout');
    if (at === undefined) continue;
    return {
      origin: at.written.origin,
      message: `${name} is ${duration(value)}, more than ${of} (${duration(most)}): the Galera library refuses it, and the node does not start. Change both together.`,
    };
  }
  return undefined;
}
