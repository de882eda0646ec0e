import type { Mention, Shelf } from './model.js';

/** The lines of a text that are no comments, without those at their ends. */
export function uncommented(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap(line => (/^\s*(?:#|\/\/)/.test(line) ? [] : [line.replace(/\s#\s.*$/, '')]));
}

/** `redis-{{ role }}.conf` as `redis-*.conf`; names within an expression, as in `lookup('file', 'a.conf')`, come behind. */
export function masked(line: string): string {
  if (!line.includes('{{') && !line.includes('{%')) return line;
  const inside: string[] = [];
  const masked = line.replace(/\{\{([^{}]*)\}\}|\{%([^{}]*)%\}/g, (_, expression = '', statement = '') => {
    for (const [, quoted] of `${expression}${statement}`.matchAll(/["']([^"']+)["']/g)) inside.push(quoted!);
    return '*';
  });
  return inside.length === 0 ? masked : `${masked} ${inside.join(' ')}`;
}

/** Files that a line of text names. Those of the machine that is set up (`/etc/redis.conf`) are none of a role's. */
export function namesIn(line: string, shelf: Shelf | undefined): readonly Mention[] {
  const found: Mention[] = [];
  for (const [word] of line.matchAll(/[\w.*@+~/-]+/g)) {
    const path = word.toLowerCase().replace(/\*+/g, '*').replace(/\.+$/, '');
    if (path.startsWith('/') && !/\/(?:templates|files|roles)\//.test(path)) continue;
    if (isFile(path)) found.push(shelf === undefined ? { path } : { path, shelf });
  }
  return found;
}

/** True where a text says nothing of a name but that something is filled in. */
export function isUntoldName(path: string): boolean {
  return /^[*./~]*$/.test(path.slice(path.lastIndexOf('/') + 1));
}

/** True for `*.conf.j2`: an ending alone. */
export function isEndingAlone(path: string): boolean {
  return /^\*(?:\.\w+)*$/.test(path.slice(path.lastIndexOf('/') + 1));
}

/** True for a name that ends as those of configs, scripts and templates do. */
export function isFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ENDING.test(name) && !/^[*.]*$/.test(name);
}

const ENDING =
  /\.(?:j2|jinja2?|tpl|tmpl|template|erb|epp|conf|cnf|cfg|ini|ya?ml|json|hcl|properties|xml|service|env|sh|sample|config|toml|options|signal|opts|in)$|\*[\w-]+$/;
