import type { System } from '../../../cluster/systems.js';

/**
 * How a script asks a host whether it leads: the body of a shell function that gets an address and succeeds where it does.
 * The clients of the system have to be at hand where the script runs.
 */
export function leadsBody(system: System): string {
  return LEADS[system] ?? 'false';
}

const POSTGRES = `[ "$(psql -h "$1" -d postgres -Atqc 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]`;
const WRITABLE = `[ "$(mysql -h "$1" -NBe 'SELECT @@global.read_only' 2>/dev/null)" = 0 ]`;
const REDIS = `[ "$(redis-cli -h "$1" ROLE 2>/dev/null | head -n 1)" = master ]`;

const LEADS: Partial<Record<System, string>> = {
  patroni: `curl -fs -m 3 -o /dev/null "http://$1:8008/primary"`,
  postgres: POSTGRES,
  repmgr: POSTGRES,
  pg_auto_failover: POSTGRES,
  mysql: WRITABLE,
  mariadb: WRITABLE,
  mha: WRITABLE,
  orchestrator: WRITABLE,
  'group-replication': `[ "$(mysql -h "$1" -NBe 'SELECT MEMBER_ROLE FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid' 2>/dev/null)" = PRIMARY ]`,
  redis: REDIS,
  valkey: REDIS,
  sentinel: REDIS,
  mongodb: `[ "$(mongosh --quiet --host "$1" --eval 'db.hello().isWritablePrimary' 2>/dev/null)" = true ]`,
  etcd: `etcdctl --endpoints="$1:2379" endpoint status -w fields 2>/dev/null |
    awk -F ' : ' '$1 == "\\"MemberID\\"" { id = $2 } $1 == "\\"Leader\\"" { leader = $2 } END { exit id != "" && id == leader ? 0 : 1 }'`,
  consul: `[ "$(curl -fs -m 3 "http://$1:8500/v1/status/leader")" = "\\"$1:8300\\"" ]`,
};
