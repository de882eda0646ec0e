import type { ConfigFormat } from '../../module.js';
import type { Source } from '../../source.js';
import type { MysqlDraft } from './data.js';

/**
 * Scripts and documents that promote a replica, and files that name a program which does and whose config is not shown:
 * there nobody may say that nothing promotes. They make no server.
 */
export const STEPS: ConfigFormat<MysqlDraft> = {
  title: 'steps of a failover',
  prose: true,
  detects: source =>
    isManager(source) ||
    (mayTell(source) && (promotes(source) || (!isDocument(source) && MANAGERS.test(source.text)))),
  read: source => [
    {
      system: 'mysql',
      uri: source.uri,
      origin: source.top,
      data: { kind: 'steps', path: source.path, origin: source.top },
    },
  ],
};

function mayTell(source: Source): boolean {
  return (
    source.embedding === undefined &&
    source.text.length < MAX_LENGTH &&
    /\.(?:md|markdown|sh|bash|ya?ml|service|conf)(?:\.\w+)?$/.test(source.name) &&
    /mysql|maria|percona/i.test(source.text)
  );
}

const MAX_LENGTH = 400_000;

/**
 * The config of Signal 18's replication-manager, where it is told to promote by itself. Its default is `manual`.
 * https://github.com/signal18/replication-manager
 */
function isManager({ name, text }: Source): boolean {
  return (
    /\.(?:toml|conf|cnf)(?:\.\w+)?$/.test(name) &&
    /^[ \t]*(?:db-servers-)?hosts[ \t]*=/m.test(text) &&
    /^[ \t]*failover-mode[ \t]*=[ \t]*["']?automatic\b/m.test(text)
  );
}

/** What makes a replica writable and lets it forget its source, and calls that a promotion. */
function promotes({ text }: Source): boolean {
  return (
    /\bpromot/i.test(text) &&
    /\breset[ \t]+(?:slave|replica)[ \t]+all\b/i.test(text) &&
    /\bread_only[ \t]*=[ \t]*(?:0|off|false)\b/i.test(text)
  );
}

/** Programs that promote. A document may speak of them without using one. */
const MANAGERS =
  /^(?![ \t]*#).*\b(?:masterha_\w+|mysqlfailover|mysqlrpladmin|replication-manager|orchestrator-client|keepalived|pacemaker)\b/im;

function isDocument({ name }: Source): boolean {
  return /\.(?:md|markdown)$/.test(name);
}
