/**
 * What a node is called in a text. Names that were taken from files such as `my.cnf` or `server.json` tell none: "this
 * node", at the beginning of a sentence "This node".
 */
export function nodeName(id: string, place: 'within' | 'beginning' = 'within'): string {
  if (!FROM_FILE.test(id)) return id;
  return place === 'beginning' ? 'This node' : 'this node';
}

/** True for a name that is made of nothing but words that every such file has in its name: `add_node_my`, `50-server`. */
export function isNameOfFile(id: string): boolean {
  const words = id.split(/[-_.#\d]+/).filter(word => word !== '');
  return words.every(word => WORDS.has(word.toLowerCase()));
}

/** What a node or cluster is called, for the beginning of a sentence: "this server" gets a capital letter, a name stays. */
export function sentence(name: string): string {
  return name.startsWith('this ') ? `T${name.slice(1)}` : name;
}

const FROM_FILE =
  /^(?:my|mysqld?|mariadb|galera|(?:consul[-_.]?)?(?:server|agent)|consul|config(?:uration)?|templates?|node|master|slave|default)(?:#\d+)?$/i;

const WORDS: ReadonlySet<string> = new Set(
  'add base cluster cnf common conf config custom default docker etc galera ini innodb join mariadb master my mysql mysqld new node percona primary pxc replica replication secondary server settings slave source standard template wsrep'.split(
    ' ',
  ),
);
