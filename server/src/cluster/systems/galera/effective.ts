import type { Settings } from '../../settings.js';
import { isOlder } from '../../version.js';
import type { Server } from '../mysql/server.js';

/**
 * The settings of Galera of a server with what follows from its family: MariaDB has wsrep_on off until it is written,
 * MySQL with Galera has it on; a full copy is made by rsync, or by xtrabackup in Percona's.
 */
export function withGaleraEffective(server: Server): Settings {
  const settings = server.galera;
  const effective: Record<string, { value: string | boolean; because: string }> = {};
  if (settings.given('wsrep_on') === undefined && server.flavour !== undefined) {
    const on = server.flavour === 'mysql' || isOlder(server.version, '10.1.0');
    effective.wsrep_on = {
      value: on,
      because: on
        ? 'This server with Galera replicates unless told otherwise.'
        : 'MariaDB does not take part in a cluster until wsrep_on is written.',
    };
  }
  return settings.withEffective(effective);
}
