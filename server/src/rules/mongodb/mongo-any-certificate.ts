import { confExample, MONGO_SOURCES, memberSettings, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const tls = (more: string) =>
  `net:\n  tls:\n    mode: requireTLS\n    certificateKeyFile: /etc/mongo/db.pem\n${more}`;

export default defineRule({
  id: 'mongo-any-certificate',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'Members take any certificate for the right one.',
  gains: 'Certificates need not be signed.',
  costs:
    'Connections are encrypted and nobody knows with whom: who stands between two members reads and changes what is replicated, and with x509 joins as a member.',
  fineWhen: 'While certificates are being exchanged.',
  advice: 'Sign the certificates with one authority, name it in net.tls.CAFile, and take this out.',
  sources: [MONGO_SOURCES.options],
  bad: [
    confExample(tls('    allowInvalidCertificates: true\n'), 'any certificate'),
    // Wherever the template writes it, it holds.
    confExample(
      '{% if with_tls %}\nnet:\n  tls:\n    CAFile: /etc/mongo/ca.pem\n    allowInvalidCertificates: true\n{% endif %}\nstorage:\n  dbPath: /data\n',
      'Take this out',
    ),
  ],
  good: [confExample(tls('    CAFile: /etc/mongo/ca.pem\n'))],
  check(cluster, context) {
    const said = new Set<string>();
    for (const member of cluster.members) {
      const given = memberSettings(member).given('net.tls.allowInvalidCertificates');
      if (given?.effective !== true && given?.written.inBranch !== true) continue;
      const { unit, span } = given.written.origin;
      const place = `${unit.uri}#${span.start}`;
      if (said.has(place)) continue;
      said.add(place);
      const isNamed =
        memberSettings(member).raw('net.tls.CAFile') !== undefined ||
        memberSettings(member).given('net.tls.CAFile') !== undefined;
      context.report({
        origin: given.written.origin,
        message: `${member.id} takes any certificate of clients and members: who stands between reads and changes what is replicated. ${isNamed ? 'Take this out once every certificate is of the authority in net.tls.CAFile and names its host' : 'Name the authority in net.tls.CAFile and take this out'}.`,
        fixes: () =>
          given.written.raw ===
            given.written.origin.unit.piece.text.slice(
              given.written.origin.span.start,
              given.written.origin.span.end,
            ) || given.written.raw === true
            ? [valueFix('Check certificates', given.written, 'false')]
            : [],
      });
    }
  },
});
