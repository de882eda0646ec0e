/** Options of the command line and of the old file format, in lower case, to the names of the configuration file. */
export const OPTION_NAMES: ReadonlyMap<string, string> = new Map([
  ['replset', 'replication.replSetName'],
  ['oplogsize', 'replication.oplogSizeMB'],
  ['oplogminretentionhours', 'storage.oplogMinRetentionHours'],
  ['enablemajorityreadconcern', 'replication.enableMajorityReadConcern'],
  ['configdb', 'sharding.configDB'],
  ['dbpath', 'storage.dbPath'],
  ['storageengine', 'storage.engine'],
  ['journal', 'storage.journal.enabled'],
  ['journalcommitinterval', 'storage.journal.commitIntervalMs'],
  ['syncdelay', 'storage.syncPeriodSecs'],
  ['wiredtigercachesizegb', 'storage.wiredTiger.engineConfig.cacheSizeGB'],
  ['port', 'net.port'],
  ['bind_ip', 'net.bindIp'],
  ['bind_ip_all', 'net.bindIpAll'],
  ['tlsmode', 'net.tls.mode'],
  ['sslmode', 'net.ssl.mode'],
  ['tlscertificatekeyfile', 'net.tls.certificateKeyFile'],
  ['tlscafile', 'net.tls.CAFile'],
  ['tlsallowinvalidcertificates', 'net.tls.allowInvalidCertificates'],
  ['auth', 'security.authorization'],
  ['keyfile', 'security.keyFile'],
  ['clusterauthmode', 'security.clusterAuthMode'],
  ['transitiontoauth', 'security.transitionToAuth'],
  // The file that has the rest.
  ['config', 'config'],
  ['f', 'config'],
]);

/** Options without a value, and what they set. */
export const SWITCHES: ReadonlyMap<string, readonly [name: string, value: string]> = new Map([
  ['configsvr', ['sharding.clusterRole', 'configsvr']],
  ['shardsvr', ['sharding.clusterRole', 'shardsvr']],
  ['bind_ip_all', ['net.bindIpAll', 'true']],
  ['auth', ['security.authorization', 'enabled']],
  ['noauth', ['security.authorization', 'disabled']],
  ['journal', ['storage.journal.enabled', 'true']],
  ['nojournal', ['storage.journal.enabled', 'false']],
  ['transitiontoauth', ['security.transitionToAuth', 'true']],
  ['tlsallowinvalidcertificates', ['net.tls.allowInvalidCertificates', 'true']],
]);
