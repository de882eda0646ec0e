import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { keyEdit, lineRemoved } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES, patroniNode } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const RENAMED = {
  master_start_timeout: 'primary_start_timeout',
  master_stop_timeout: 'primary_stop_timeout',
};

export default defineRule({
  id: 'patroni-old-key',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'master_start_timeout or master_stop_timeout, which are called primary_… since 3.0.',
  gains: 'It works with Patroni before 3.0 as well.',
  costs: 'The old name is read only where the new one is absent; where both stand, it is ignored.',
  fineWhen: 'Patroni is older than 3.0.',
  advice: 'Rename it.',
  sources: [PATRONI_PAGES.global, PATRONI_PAGES.releases],
  bad: [
    nodeExample({ dcs: 'ttl: 30\nmaster_start_timeout: 300' }, 'primary_start_timeout'),
    nodeExample({ dcs: 'primary_stop_timeout: 30\nmaster_stop_timeout: 60' }, 'ignored'),
  ],
  good: [
    nodeExample({ dcs: 'ttl: 30\nprimary_start_timeout: 300' }),
    nodeExample({ dcs: 'ttl: 30\nmaster_start_timeout: 300', rest: '# Patroni 2.1.4' }),
    clusterExample('patroni', {
      'patroni.yml': patroniNode(1, { dcs: 'ttl: 30\nmaster_start_timeout: 300' }),
      'setup.sh': '#!/bin/bash\npip install patroni[etcd]==2.1.7\n',
    }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    if (settings === undefined || isOlder(settings.version, '3.0')) return;
    // Before 3.0 nothing is called by the new name.
    const known = settings.version !== undefined;
    for (const written of settings.written) {
      const name = RENAMED[written.key as keyof typeof RENAMED];
      if (name === undefined) continue;
      const both = settings.written.some(({ key }) => key === name);
      context.report({
        origin: written.keyOrigin,
        tag: both ? 'unnecessary' : 'deprecated',
        message: both
          ? `${written.key} is ignored beside ${name}, its name since Patroni 3.0. Remove it.`
          : `${written.key} is called ${name} since Patroni 3.0. The old name is still read, but only while the new one is nowhere set.`,
        fixes: () => {
          if (!both) return [{ title: `Rename to ${name}`, edits: [keyEdit(written, name)], safe: known }];
          const edit = lineRemoved(written);
          return edit === undefined ? [] : [{ title: `Remove ${written.key}`, edits: [edit], safe: true }];
        },
      });
    }
  },
});
