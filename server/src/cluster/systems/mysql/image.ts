import type { ToldVersion } from '../../kit/places.js';
import type { Flavour, MysqlDraft } from './data.js';

/** Official images, and those of Percona and Bitnami whose tags are versions of the server. */
export const IMAGES =
  /(?:^|\/)(?:mysql|mariadb|percona|mysql-server|percona-server|percona-xtradb-cluster|mariadb-galera)$/;

/** An option file that says no version, with that of the image beside it, whose family goes before what its lines hint at. */
export function withImage(draft: MysqlDraft, { version, origin }: ToldVersion): MysqlDraft {
  if (draft.kind !== 'server' || draft.version !== undefined || draft.service !== undefined) return draft;
  const { unit, span } = origin;
  const flavour: Flavour = /maria/i.test(unit.piece.text.slice(span.start, span.end)) ? 'mariadb' : 'mysql';
  return { ...draft, version, versionOrigin: origin, flavour };
}
