import type { Cluster, Member } from '../../cluster/model.js';
import { roleOf } from '../../cluster/systems/mongodb/assemble.js';
import { isOlder } from '../../cluster/version.js';
import type { Origin } from '../../sql/reading.js';
import { saidFirst } from '../lib/cluster/alike.js';
import { isOneComposition } from '../lib/cluster/compositions.js';
import { confExample, MONGO_SOURCES, memberSettings } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const MB = 1024 * 1024;

export default defineRule({
  id: 'mongo-small-oplog',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'An oplog below the least size that MongoDB would choose itself.',
  gains: 'It takes little disk.',
  costs:
    'A secondary that is away for longer than the oplog reaches back cannot catch up and copies everything again; a change stream cannot be resumed.',
  fineWhen: 'Few writes, or a set for tests.',
  advice:
    'Make it reach back over the longest maintenance (a day or two), or set storage.oplogMinRetentionHours (from 4.4 on).',
  sources: [MONGO_SOURCES.options],
  bad: [
    // Shards that are made alike.
    {
      ...confExample('', 'Make it larger.'),
      files: {
        'docker-compose.yml': `services:\n${['a1', 'a2', 'a3', 'b1', 'b2', 'b3'].map(name => `  ${name}:\n    image: mongo:4.2\n    command: mongod --shardsvr --replSet ${name[0]} --oplogSize 16\n    deploy:\n      placement:\n        constraints: [node.labels.name == ${name}]\n`).join('')}`,
      },
    },
    {
      ...confExample('', 'seconds'),
      files: { 'mongod.conf': '# MongoDB 7.0\nreplication:\n  replSetName: rs0\n  oplogSizeMB: 128\n' },
    },
  ],
  good: [
    // On one machine.
    {
      ...confExample(''),
      files: {
        'docker-compose.yml': `services:\n${['a', 'b', 'c'].map(name => `  ${name}:\n    image: mongo:7.0\n    command: mongod --replSet rs0 --oplogSize 128\n`).join('')}`,
      },
    },
    {
      ...confExample(''),
      files: {
        'docker-compose.yml': `services:\n${['a', 'b', 'c'].map(name => `  ${name}:\n    image: mongo:7.0\n    command: mongod --configsvr --replSet cfg --oplogSize 16\n`).join('')}`,
      },
    },
    {
      ...confExample(''),
      files: {
        'mongod.conf':
          '# MongoDB 7.0\nstorage:\n  oplogMinRetentionHours: 24\nreplication:\n  replSetName: rs0\n  oplogSizeMB: 128\n',
      },
    },
    {
      ...confExample(''),
      files: { 'mongod.conf': 'replication:\n  replSetName: rs0\n  oplogSizeMB: 51200\n' },
    },
    {
      ...confExample(''),
      files: {
        'mongod.conf': 'net:\n  bindIp: 127.0.0.1\nreplication:\n  replSetName: rs0\n  oplogSizeMB: 128\n',
      },
    },
  ],
  check(cluster, context) {
    // On one machine no secondary is away alone.
    if (isOneComposition(cluster, context.clusters)) return;
    for (const [, { origin, later }] of saidFirst(cluster, context.clusters, smallOf)) {
      const member = cluster.members.find(each => oplogOf(each)?.written.origin === origin)!;
      const settings = memberSettings(member);
      const seconds = Math.round((settings.number('replication.oplogSizeMB') ?? 0) / MB);
      const longer = isOlder(settings.version, '4.4')
        ? 'Make it larger.'
        : 'Make it larger, or set oplogMinRetentionHours.';
      context.report({
        origin,
        related: later.map(place => ({ origin: place, message: 'As small here.' })),
        tradeOff: () => ({
          gains: ['Disk.'],
          costs: [
            'A secondary or a change stream that is away for longer than the oplog reaches back begins from nothing.',
          ],
          breakEven: 'Oplog written per hour times the longest maintenance in hours.',
          advice: ['Reach back over a day or two, or set storage.oplogMinRetentionHours (from 4.4 on).'],
          numbers: [0.1, 1, 10].map(rate => ({
            label: `reaches back at ${rate} MB/s of oplog`,
            value: `${Math.round(seconds / rate)} s`,
            from: 'this setting',
          })),
        }),
        message: `An oplog of ${seconds} MB reaches back ${seconds} seconds at 1 MB/s of writes: a secondary that is away for longer copies everything again. MongoDB itself takes at least 990 MB. ${longer}`,
      });
    }
  },
});

/** The small oplogs of a set, each size once: members that are made alike say it once, as do shards. */
function smallOf(cluster: Cluster): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>();
  if (cluster.system !== 'mongodb') return found;
  // Whom nobody else reaches has no secondary on another machine.
  if (cluster.members.every(isLocal)) return found;
  // Little is written to config servers.
  if ((cluster.members.length < 2 && !cluster.open) || roleOf(cluster) === 'configsvr') return found;
  for (const member of cluster.members) {
    const settings = memberSettings(member);
    const given = oplogOf(member);
    const bytes = settings.number('replication.oplogSizeMB');
    if (given === undefined || bytes === undefined || bytes <= 0 || bytes >= 990 * MB) continue;
    if (member.role === 'witness' || (settings.number('storage.oplogMinRetentionHours') ?? 0) > 0) continue;
    if (!found.has(String(bytes))) found.set(String(bytes), given.written.origin);
  }
  return found;
}

function isLocal(member: Member): boolean {
  const bound = memberSettings(member).list('net.bindIp');
  return (
    memberSettings(member).given('net.bindIp') !== undefined &&
    bound.length > 0 &&
    bound.every(each => /^(?:127\.[\d.]+|localhost|::1)$/.test(each.trim()))
  );
}

function oplogOf(member: Member) {
  return memberSettings(member).given('replication.oplogSizeMB');
}
