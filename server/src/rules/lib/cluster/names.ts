/**
 * What a node is called in a text. Names that were taken from files such as `my.cnf` or `server.json` tell none: "this
 * node", at the beginning of a sentence "This node".
 */
export function nodeName(id: string, place: 'within' | 'beginning' = 'within'): string {
  if (!FROM_FILE.test(id)) return id;
  return place === 'beginning' ? 'This node' : 'this node';
}

const FROM_FILE =
  /^(?:my|mysqld?|mariadb|galera|(?:consul[-_.]?)?(?:server|agent)|consul|config(?:uration)?|templates?|node|master|slave|default)(?:#\d+)?$/i;
