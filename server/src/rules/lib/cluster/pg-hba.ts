import type { Cluster, Named } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import type { HbaLine } from '../../../cluster/systems/postgres/data.js';
import { isForReplication, readHbaLine } from '../../../cluster/systems/postgres/hba.js';
import { isOlder } from '../../../cluster/version.js';
import type { Origin } from '../../../sql/reading.js';
import { placesOf } from './postgres.js';

/** A line of pg_hba.conf that lets replication connections in. */
export interface ReplicationAccess {
  readonly line: HbaLine;
  /** Those of the server that reads the line. */
  readonly settings: Settings;
  /** True for connections that do not leave the machine. */
  readonly isLocal: boolean;
  at(word: Named): Origin;
}

/** Each such line of a cluster once. */
export function replicationAccess(cluster: Cluster): readonly ReplicationAccess[] {
  const seen = new Set<string>();
  return placesOf(cluster).flatMap(({ settings }) =>
    settings.written.flatMap(({ key, raw, origin }): readonly ReplicationAccess[] => {
      if (key !== 'pg_hba' || typeof raw !== 'string') return [];
      const id = `${origin.unit.uri} ${origin.span.start}`;
      if (seen.has(id)) return [];
      seen.add(id);
      const isExact = origin.unit.piece.text.slice(origin.span.start, origin.span.start + raw.length) === raw;
      const line = readHbaLine(raw, ({ start, end }) =>
        isExact
          ? { unit: origin.unit, span: { start: origin.span.start + start, end: origin.span.start + end } }
          : origin,
      );
      if (line === undefined || !isForReplication(line)) return [];
      const address = line.address?.text ?? '';
      const isLocal =
        line.address === undefined || /^(?:127\.|localhost$|::1(?:\/|$)|samehost$)/i.test(address);
      return [{ line, settings, isLocal, at: word => word.origin }];
    }),
  );
}

/**
 * Whether the method md5 means md5: where passwords are kept as SCRAM, the default from 14 on, it asks for SCRAM. Of a
 * version that nobody tells nothing is claimed. https://www.postgresql.org/docs/current/auth-password.html
 */
export function sendsMd5(settings: Settings): boolean {
  const kept = settings.written.find(({ key }) => key.toLowerCase() === 'password_encryption');
  if (kept !== undefined) return /^(?:md5|on|true)$/i.test(String(kept.raw));
  // Before 10 there is nothing better, and nothing to advise.
  return isOlder(settings.version, '14') && !isOlder(settings.version, '10');
}
