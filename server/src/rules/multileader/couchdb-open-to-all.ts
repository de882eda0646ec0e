import { couch } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

const file = (security: string, address = '0.0.0.0'): Record<string, string> => ({
  'local.ini': `[chttpd]\nbind_address = ${address}\n[couchdb]\ndefault_security = ${security}\n`,
});

export default defineRule({
  id: 'couchdb-open-to-all',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['couchdb'],
  summary: 'New databases may be read and written by everyone who reaches the node.',
  gains: 'Programs and replications need no login.',
  costs:
    'Whoever reaches the port reads and changes every database that has no security of its own. Replication carries it on to every copy and every other side.',
  fineWhen: 'The network lets only programs through that may do everything.',
  advice: 'Leave `admin_only`, the default since version 3, and give each database its members.',
  sources: [
    {
      title: 'CouchDB: base configuration, default_security',
      url: 'https://docs.couchdb.org/en/stable/config/couchdb.html',
    },
  ],
  bad: couch(file('everyone'), '0.0.0.0'),
  good: [...couch(file('admin_only')), ...couch(file('everyone', '127.0.0.1'))],
  check(cluster, context) {
    const settings = cluster.settings.couchdb;
    const security = settings?.given('couchdb.default_security');
    const address = settings?.given('chttpd.bind_address');
    if (security?.value !== 'everyone' || typeof address?.value !== 'string') return;
    if (/^(?:127\.|localhost$|::1$)/.test(address.value) || cluster.walls?.has(5984)) return;
    if (settings?.flag('chttpd.require_valid_user') === true) return;
    context.report({
      origin: security.written.origin,
      message: `The node listens at ${address.value} and lets everyone read and write new databases: whoever reaches it changes all copies. Use admin_only, and give each database its members.`,
    });
  },
});
