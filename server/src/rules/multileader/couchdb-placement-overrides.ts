import { copiesOf } from '../../cluster/systems/couchdb/index.js';
import { CLUSTER_DOCS, couch } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'couchdb-placement-overrides',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['couchdb'],
  summary: 'The number of copies and the placement disagree: placement counts.',
  gains: 'None.',
  costs:
    'Where `placement` is set, `n` is not looked at: databases have as many copies as the placement adds up to.',
  fineWhen: 'Never.',
  advice: 'Take `n` out, or make the placement add up to it.',
  sources: [CLUSTER_DOCS],
  bad: couch({ 'local.ini': '[cluster]\nn = 3\nplacement = zone-a:1,zone-b:1\n' }, '2 copies'),
  good: couch({ 'local.ini': '[cluster]\nn = 3\nplacement = zone-a:2,zone-b:1\n' }),
  check(cluster, context) {
    const settings = cluster.settings.couchdb;
    const n = settings?.given('cluster.n');
    const placement = settings?.given('cluster.placement');
    const copies = copiesOf(settings);
    if (n === undefined || placement === undefined || copies === undefined || copies === n.value) return;
    context.report({
      origin: n.written.origin,
      message: `n asks for ${String(n.value)} copies, but placement counts instead and adds up to ${copies} copies. Take n out, or make the placement add up to it.`,
      related: [{ origin: placement.written.origin, message: 'The placement.' }],
    });
  },
});
