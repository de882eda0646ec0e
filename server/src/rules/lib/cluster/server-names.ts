import type { Member } from '../../../cluster/model.js';

/**
 * What a server of PostgreSQL is called in a text. One that got its name from a file or a folder that any server has
 * (`postgresql.conf`, `setup-master.sh`, `slave/`) is called by the part that it plays.
 * @param part For instance "the standby".
 */
export function serverName(
  { id }: Pick<Member, 'id'>,
  part: string,
  place: 'within' | 'beginning' = 'within',
): string {
  if (!id.includes('/') && !tellsNothing(id)) return id;
  return place === 'beginning' ? `${part[0]!.toUpperCase()}${part.slice(1)}` : part;
}

function tellsNothing(id: string): boolean {
  return id
    .replace(/#\d+$/, '')
    .split(/[-_.]+/)
    .every(word => WORDS.has(word.toLowerCase()));
}

const WORDS: ReadonlySet<string> = new Set(
  'auto base common conf config configs custom data db default docker entrypoint etc file files hba init initdb main master my node pg pgsql postgres postgresql primary recovery replica replication role script scripts secondary server setup slave standby start template templates'.split(
    ' ',
  ),
);
