import type { Parameter, SettingValue } from './parameter.js';
import { readValue } from './setting-value.js';

/**
 * True for a text that a script puts a value in place of, where no such text can be a value, or is one that nobody takes: `POSTGRESPORT` as a number,
 * `@PORT@`, `__PORT__`, `%%PORT%%`, `<port>`, or in a template's own brackets: `<{ port }>`, `[[ port ]]`, `<%= port %>`.
 */
export function isToken(parameter: Parameter | undefined, raw: SettingValue | undefined): boolean {
  if (parameter === undefined || typeof raw !== 'string' || !TOKEN.test(raw)) return false;
  const { kind } = parameter.type;
  if (kind === 'text' || kind === 'list') return NAMES.test(raw);
  // Names of modes are written in capitals as well: one that is wrong is no token.
  if (kind === 'enum' && /^[A-Z0-9]+$/.test(raw)) return false;
  return readValue(parameter, raw).problem !== undefined;
}

/** What is unmistakable where any text may stand. */
const NAMES =
  /^(?:@[\w.-]+@|__[A-Z][A-Z\d_]*__|<[\w .-]+>|\[\[[ \w.|]+\]\]|<<[^<>]+>>|\$[A-Za-z]\w*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:IP|HOST|HOSTNAME|PORT|ADDR|ADDRESS|URL|PASSWORD))(?::\d+)?$/;
const TOKEN =
  /^(?:[A-Z][A-Z0-9_]{3,}|@[\w.-]+@|__\w+__|%%?[\w.]+%%?|<[\w .-]+>|<[{(%][^<>]+[})%]>|\[\[[^[\]]+\]\]|<<[^<>]+>>|\$\w+|\{\w+\})$/;
