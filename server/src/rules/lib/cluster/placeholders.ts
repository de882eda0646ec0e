import { isHidden } from '../../../documents/templates.js';

/**
 * True for a text in the place of a password that stands for one to be filled in: a variable, `<password>`, `xxxx`,
 * `changeme`, `your-secret-here`. Only whole words count: `secretlogin321` is a password.
 */
export function isPlaceholder(text: string): boolean {
  if (isHidden(text) || /[$<{]|%\(|^[x*._-]+$/i.test(text)) return true;
  // `SST_PASSWORD`: a script puts the password in its place.
  if (/^(?:[A-Z]+_)+(?:PASSWORD|PASS|PWD|SECRET)$/.test(text)) return true;
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');
  return (
    words.some(word => FILLED_IN.has(word)) && words.every(word => FILLED_IN.has(word) || BESIDE.has(word))
  );
}

const FILLED_IN: ReadonlySet<string> = new Set([
  ...['change', 'changeme', 'changeit', 'changethis', 'replace', 'replaceme', 'example', 'secret', 'fixme'],
  ...[
    'placeholder',
    'vault',
    'todo',
    'dummy',
    'your',
    'password',
    'yourpassword',
    'mypassword',
    'xxx',
    'xxxx',
  ],
]);

/** What may stand beside those. */
const BESIDE: ReadonlySet<string> = new Set([
  ...[
    'me',
    'this',
    'it',
    'here',
    'please',
    'the',
    'a',
    'my',
    'with',
    'in',
    'of',
    'for',
    'user',
    'admin',
    'root',
  ],
  ...[
    'postgres',
    'superuser',
    'replication',
    'replicator',
    'rewind',
    'rest',
    'api',
    'token',
    'db',
    'database',
  ],
]);

/**
 * True for `rep-pass`, `zalando`, `postgres123`, `admin_password`: made of the words that samples have, and everybody knows.
 */
export function isSamplePassword(text: string): boolean {
  const words = text.toLowerCase().split(/[^a-z]+/);
  return !/\d{5}/.test(text) && words.every(word => word === '' || SAMPLE.test(word));
}

const SAMPLE =
  /^(?:rep|repl|replica|replicat(?:e|ion|or)|standby|rewind|super|superuser|postgres(?:ql)?|pg|patroni|zalando|admin|root|user|rest|api|restapi|etcd|consul|db|database|app|node|cluster|test|testing|demo|sample|example|lab|dev|local|default|my|your|strong|secure|change|me|changeme|qwerty|abc|pass|passwd|password|passwort|pwd|secret|token|key){1,3}$/;
