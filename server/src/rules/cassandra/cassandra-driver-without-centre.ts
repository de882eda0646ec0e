import { isProgram, settingsOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-driver-without-centre',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A driver is given contact points, and no local data centre.',
  gains: 'The program may set it in code.',
  costs:
    'The Java driver since version 4 refuses to start with contact points and without a local data centre. Drivers that guess take that of the first node that answers: after a failure of it the program may go on in another data centre, with LOCAL levels meaning that one.',
  fineWhen: 'The program sets it with `withLocalDatacenter`.',
  advice: 'Set `basic.load-balancing-policy.local-datacenter`, or `spring.cassandra.local-datacenter`.',
  sources: [
    {
      title: 'Spring Boot: contact points require a local data centre',
      url: 'https://github.com/spring-projects/spring-boot/issues/19779',
    },
    {
      title: 'Java driver: load balancing',
      url: 'https://docs.datastax.com/en/developer/java-driver/4.12/manual/core/load_balancing',
    },
  ],
  bad: [
    ...twins(
      { 'application.conf': 'datastax-java-driver.basic {\n  contact-points = ["10.0.0.1:9042"]\n}\n' },
      'local-datacenter',
    ),
    ...twins(
      { 'application.yml': 'spring:\n  cassandra:\n    contact-points: 10.0.0.1\n    keyspace-name: shop\n' },
      'local-datacenter',
    ),
  ],
  good: [
    ...twins({
      'application.properties':
        'spring.data.cassandra.keyspace-name=shop\nspring.data.cassandra.contact-points=localhost\n',
    }),
    ...twins({
      'application.yml': 'spring:\n  cassandra:\n    contact-points: 10.0.0.1\n    local-datacenter: ${DC}\n',
    }),
    ...twins({
      'application.conf':
        'datastax-java-driver.basic {\n  contact-points = ["10.0.0.1:9042"]\n  load-balancing-policy.local-datacenter = eu\n}\n',
    }),
  ],
  check(cluster, context) {
    for (const client of cluster.clients) {
      const settings = settingsOf(cluster, client);
      if (!isProgram(client) || settings === undefined || client.id.includes('(profile ')) continue;
      // Spring gave version 3 of the driver, which needs none, until Spring Boot 2.3.
      const points = settings.given('basic.contact-points');
      if (points === undefined || settings.given('basic.load-balancing-policy.local-datacenter')) continue;
      if (settings.written.some(({ key }) => /load-balancing-policy\.class$/.test(key))) continue;
      // The name until Spring Boot 2.7: which driver it gives is not told, and a node on one's own machine has one centre.
      const isOld = settings.written.some(({ key }) => key.startsWith('spring.data.cassandra.'));
      if (isOld && client.targets.length > 0 && client.targets.every(({ text }) => LOCAL.test(text)))
        continue;
      context.report({
        origin: points.written.keyOrigin,
        message:
          'Contact points without a local data centre: the driver refuses to start unless the program sets one, and a driver that guesses follows whichever node answers first. Set local-datacenter.',
      });
    }
  },
});

const LOCAL = /^(?:localhost|127\.0\.0\.1|::1)(?::\d+)?$/i;
