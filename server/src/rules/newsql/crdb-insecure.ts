import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { CRDB, startExample } from '../lib/cluster/newsql.js';
import { isGuarded, isMeant, isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const script = (options: string): Readonly<Record<string, string>> => ({
  'start.sh': `#!/bin/sh\ncockroach start ${options} --join=10.0.0.1,10.0.0.2,10.0.0.3 --advertise-addr=10.0.0.1\n`,
});

export default defineRule({
  id: 'crdb-insecure',
  subject: 'newsql',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'Nodes on several machines start with --insecure: no passwords, no certificates, no encryption.',
  gains: 'No certificates to make and renew.',
  costs:
    'Whoever reaches a port of one node logs in as any user, root too, and reads, changes or drops everything; a node of his own joins the cluster and gets copies. What nodes and programs send crosses the network as it is.',
  fineWhen: 'Trying things out on one machine.',
  advice: 'Make certificates (`cockroach cert`), start with `--certs-dir`, and give users passwords.',
  sources: [CRDB.start],
  bad: [
    clusterExample('cockroach', script('--insecure'), 'any user'),
    clusterExample(
      'cockroach',
      {
        'cockroachdb.yaml':
          'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: roach\nspec:\n  serviceName: roach\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: db\n          image: cockroachdb/cockroach:v23.2.4\n          command: ["/cockroach/cockroach", "start", "--insecure", "--join=roach-0.roach,roach-1.roach,roach-2.roach"]\n',
      },
      'any user',
    ),
  ],
  good: [
    clusterExample('cockroach', script('--certs-dir=/etc/cockroach/certs')),
    // A compose file runs on one machine, and opens what it publishes alone.
    startExample(['--insecure', '--insecure', '--insecure']),
    clusterExample('cockroach', {
      'start.sh': '#!/bin/sh\ncockroach start-single-node --insecure --listen-addr=localhost:26257\n',
    }),
    clusterExample('cockroach', {
      'roach.yml':
        'version: "3.1"\nservices:\n  roach1:\n    image: cockroachdb/cockroach:v23.2.4\n    command: start --insecure --join=roach2\n  roach2:\n    image: cockroachdb/cockroach:v23.2.4\n    command: start --insecure --join=roach1\n',
    }),
    clusterExample('cockroach', {
      'charts/cockroachdb/values.yaml':
        'image:\n  repository: cockroachdb/cockroach\nconf:\n  single-node: false\nstatefulset:\n  replicas: 3\ntls:\n  enabled: false\n',
    }),
    // All of them on the machine that the script runs on.
    clusterExample('cockroach', {
      'start.sh':
        '#!/bin/sh\ncockroach start --insecure --listen-addr=localhost:26257 --join=localhost:26257,localhost:26258\ncockroach start --insecure --listen-addr=localhost:26258 --join=localhost:26257,localhost:26258\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.walls?.has(26257)) return;
    for (const { settings } of cluster.members) {
      const own = settings.cockroach;
      const insecure = own?.given('insecure');
      if (own === undefined || insecure?.value !== true) continue;
      const { origin } = insecure.written;
      // What a chart does unless it is told otherwise.
      if (/(?:^|\/)charts\/[^/]+\/values\.ya?ml$/.test(origin.unit.uri)) continue;
      if (isComposition(origin) || isTrialFile(origin, context.clusters)) continue;
      if (isMeant(origin) || isGuarded(origin)) continue;
      const join = own.given('join');
      // Nodes that an operator or a chart starts find each other without being told.
      const others =
        join === undefined ? cluster.members.length > 1 : own.list('join').some(each => !isLocal(each));
      if (!others || isLocal(own.text('listen-addr') ?? '')) continue;
      context.report({
        origin,
        // Services of a manifest that opens nothing are reached from within.
        ...(isInside(origin) ? { severity: 'info' as const } : {}),
        message:
          'Nodes start without certificates, and others reach them: whoever reaches the port of one logs in as any user, root too, without a password, and data crosses the network as it is. Start them with --certs-dir.',
      });
      return;
    }
  },
});

function isLocal(address: string): boolean {
  return /^\s*(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|\s*$)/.test(address);
}

/** A stack of Swarm has a network of its own as well. */
function isComposition({ unit }: Origin): boolean {
  return /\.ya?ml$/i.test(unit.uri) && /^services\s*:/m.test(unit.piece.text);
}

/** True in a manifest of Kubernetes that opens no port outside of it. */
function isInside({ unit }: Origin): boolean {
  const { text } = unit.piece;
  return (
    /^kind:[ \t]*StatefulSet\b/m.test(text) && !/\b(?:NodePort|LoadBalancer|Ingress|hostNetwork)\b/.test(text)
  );
}
