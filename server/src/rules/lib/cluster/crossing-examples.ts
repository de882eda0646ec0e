import { galeraOf } from './claim-examples.js';

/** Small clusters for the examples of rules that join them with a schema. */

type Files = Readonly<Record<string, string>>;

export const GALERA: Files = galeraOf(3);

/** A group of MySQL servers. @param extra Lines for each of them. */
export function groupWith(extra = ''): Files {
  return Object.fromEntries(
    [1, 2, 3].map(i => [
      `group/m${i}/my.cnf`,
      `[mysqld]\nserver_id=${i}\nlog_bin=on\nplugin_load_add=group_replication.so\ngroup_replication_group_name=aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\ngroup_replication_local_address=m${i}:33061\ngroup_replication_group_seeds=m1:33061,m2:33061,m3:33061\n${extra}`,
    ]),
  );
}

export const GROUP: Files = groupWith();

/** A PostgreSQL primary and a standby that its commits wait for. */
export const STANDBY: Files = {
  'pg/primary/postgresql.conf': "cluster_name = 'a'\nsynchronous_standby_names = 'b'\n",
  'pg/standby/postgresql.conf':
    "cluster_name = 'b'\nprimary_conninfo = 'host=primary port=5432 user=repl application_name=b'\n",
  'pg/standby/standby.signal': '',
};

/** Two servers of MySQL that replicate from each other. @param extra Lines for each of them. */
export function ringWith(extra: (i: number) => string = () => ''): Files {
  return {
    'db/mysql1/my.cnf': `[mysqld]\nserver_id=1\nlog_bin=on\nreport_host=mysql1\n${extra(1)}`,
    'db/mysql2/my.cnf': `[mysqld]\nserver_id=2\nlog_bin=on\nreport_host=mysql2\n${extra(2)}`,
    'db/mysql1/replicate.sql':
      "-- dialect: mysql\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='mysql2', SOURCE_USER='repl', SOURCE_AUTO_POSITION=1;\n",
    'db/mysql2/replicate.sql':
      "-- dialect: mysql\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='mysql1', SOURCE_USER='repl', SOURCE_AUTO_POSITION=1;\n",
  };
}

/** Two PostgreSQL databases that subscribe to each other. */
export const TWO_WAY: Files = {
  'pg/n1.sql':
    "CREATE PUBLICATION from_n1 FOR ALL TABLES;\nCREATE SUBSCRIPTION to_n1 CONNECTION 'host=n2 dbname=shop' PUBLICATION from_n2 WITH (origin = none);\n",
  'pg/n2.sql':
    "CREATE PUBLICATION from_n2 FOR ALL TABLES;\nCREATE SUBSCRIPTION to_n2 CONNECTION 'host=n1 dbname=shop' PUBLICATION from_n1 WITH (origin = none);\n",
};

/** Two nodes that all take writes, in our own words. */
export const LEADERS: Files = {
  'shop.faultline.yaml':
    'name: shop\nprotocol: multi-leader\nnodes:\n  - { name: eu, region: eu }\n  - { name: us, region: us }\n',
};
