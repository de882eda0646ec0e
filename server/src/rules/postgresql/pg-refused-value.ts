import type { Setting } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isConf, isSelfManaged, placesOf } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-refused-value',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['postgres'],
  summary: 'A value that PostgreSQL refuses.',
  gains: 'None.',
  costs: 'The server does not start, or keeps the old value at a reload.',
  fineWhen: 'Never.',
  advice: 'Write a value of the kind and within the range that the parameter takes.',
  sources: [
    { title: 'Setting parameters', url: 'https://www.postgresql.org/docs/current/config-setting.html' },
  ],
  bad: [
    clusterExample('postgres', { 'postgresql.conf': 'wal_level = replicate\n' }, 'wal_level'),
    clusterExample('postgres', { 'postgresql.conf': 'max_connections = 0\n' }, '1'),
    clusterExample('postgres', { 'postgresql.conf': "wal_sender_timeout = '30 seconds'\n" }, 'seconds'),
    clusterExample('postgres', { 'postgresql.conf': 'max_wal_size = 2gb\n' }, 'GB'),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf':
        "wal_sender_timeout = '30 s'\nmax_wal_size = 2GB\nwal_level = 'Replica'\nhot_standby = On\narchive_mode = yes\nwal_buffers = -1\nwal_keep_size = 128 MB\n",
    }),
    // A script puts the values in.
    clusterExample('postgres', {
      'postgresql.conf':
        'port = STOREPORT\nmax_connections = <connections>\nwal_level = replica\nmax_wal_senders = @SENDERS@\n',
    }),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const seen = new Set<string>();
    for (const { settings } of placesOf(cluster)) {
      for (const { key } of settings.written) {
        const setting = settings.given(key);
        if (setting === undefined || setting.written.raw === undefined || !isConf(setting.written)) continue;
        const { origin } = setting.written;
        const id = `${origin.unit.uri} ${origin.span.start}`;
        if (seen.has(id) || setting.parameter.renamedTo !== undefined) continue;
        seen.add(id);
        const problem = problemOf(setting);
        if (problem !== undefined)
          context.report({ origin, message: `PostgreSQL does not start with this: ${problem}` });
      }
    }
  },
});

/** What the server says no to. Only what is certain. */
function problemOf({ parameter, value, written }: Setting): string | undefined {
  const { type, name } = parameter;
  const raw = String(written?.raw ?? '').trim();
  // A place that something fills in.
  if (/[@$%<>{}]/.test(raw)) return undefined;
  const shown = raw.length > 40 ? `${raw.slice(0, 40)}…` : raw;
  switch (type.kind) {
    case 'number':
      if (typeof value !== 'number')
        return /^[-+\w.]+$/.test(raw) && !/^0x/i.test(raw)
          ? `${name} takes a number, not \`${shown}\`.`
          : undefined;
      return (type.min !== undefined && value < type.min) || (type.max !== undefined && value > type.max)
        ? `${name} is ${shown}, and it takes ${type.min ?? '…'} to ${type.max ?? '…'}.`
        : undefined;
    case 'boolean':
      // Beginnings of the words will do as well.
      return value === undefined && !/^(?:t|f|tr|tru|fa|fal|fals|ye|of)$/i.test(raw)
        ? `${name} takes on or off, not \`${shown}\`.`
        : undefined;
    case 'enum':
      return value === undefined && raw !== ''
        ? `${name} takes ${type.values.filter(each => each !== '').join(', ')}, not \`${shown}\`.`
        : undefined;
    case 'duration': {
      const unit = /^[-+]?\d+(?:\.\d+)?\s*([a-zµ]+)$/i.exec(raw)?.[1];
      return unit !== undefined && !['us', 'ms', 's', 'min', 'h', 'd'].includes(unit)
        ? `${name} knows the units us, ms, s, min, h and d, not \`${unit}\`.`
        : undefined;
    }
    case 'bytes': {
      const unit = /^[-+]?\d+(?:\.\d+)?\s*([a-z]+)$/i.exec(raw)?.[1];
      return unit !== undefined && !['B', 'kB', 'MB', 'GB', 'TB'].includes(unit)
        ? `${name} knows the units B, kB, MB, GB and TB, in just these letters, not \`${unit}\`.`
        : undefined;
    }
    default:
      return undefined;
  }
}
