import type { ToldVersion } from '../../kit/places.js';
import type { Flavour, MysqlDraft } from './data.js';
import { fitting } from './family.js';

/** Official images, and those of Percona and Bitnami whose tags are versions of the server. */
export const IMAGES =
  /(?:^|\/)(?:mysql|mariadb|percona|mysql-server|percona-server|percona-xtradb-cluster|mariadb-galera)$/;

/** An option file that says no version, with that of the image beside it, whose family goes before what its lines hint at. */
export function withImage(draft: MysqlDraft, { version, origin }: ToldVersion): MysqlDraft {
  if (draft.kind !== 'server' || draft.version !== undefined || draft.service !== undefined) return draft;
  const { unit, span } = origin;
  // Of a task the place is the tag alone: what is called so stands before it in the line.
  const line = unit.piece.text.slice(unit.piece.text.lastIndexOf('\n', span.start - 1) + 1, span.end);
  const flavour: Flavour = /maria/i.test(line) || version[0]! >= 10 ? 'mariadb' : 'mysql';
  // A file with sections that MariaDB alone reads is none of an image of MySQL.
  if (draft.flavour === 'mariadb' && flavour === 'mysql') return draft;
  return { ...draft, versionOrigin: origin, ...fitting(flavour, version) };
}
