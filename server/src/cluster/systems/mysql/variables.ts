import { isHidden } from '../../../documents/templates.js';
import type { Entry } from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import type { Named } from '../../model.js';
import type { Parameter, SettingValue } from '../../parameter.js';
import { partOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { GALERA_TABLE } from '../galera/parameters.js';
import { GROUP_REPLICATION_TABLE } from '../group-replication/parameters.js';
import { MARIADB_TABLE, MYSQL_TABLE, sameVariable } from './parameters/index.js';

/** The parameter that a name of an option file or of SET means, in either family of servers. */
export function findVariable(name: string): Parameter | undefined {
  return (
    MYSQL_TABLE.find(name) ??
    MARIADB_TABLE.find(name) ??
    GROUP_REPLICATION_TABLE.find(name) ??
    GALERA_TABLE.find(name)
  );
}

/** Prefixes of option names: what stands behind them is the option, and without a value it is on or off. */
const PREFIXES: readonly (readonly [string, boolean])[] = [
  ['skip_', false],
  ['disable_', false],
  ['enable_', true],
];

/** The variable that an option's name means, and the value that a bare one has. */
export function optionOf(key: string): {
  readonly name: string;
  readonly bare: boolean;
  readonly loose: boolean;
} {
  let name = sameVariable(key.trim());
  const loose = name.startsWith('loose_');
  if (loose) name = name.slice('loose_'.length);
  if (findVariable(name) === undefined) {
    for (const [prefix, bare] of PREFIXES) {
      const rest = name.slice(prefix.length);
      if (name.startsWith(prefix) && findVariable(rest) !== undefined) return { name: rest, bare, loose };
    }
  }
  return { name, bare: true, loose };
}

/** Variables whose values are names and addresses, for which scripts fill in words in capitals. */
const NAMING =
  /^(?:server_id|report_host|port|group_replication_(?:group_name|local_address|group_seeds)|wsrep_(?:cluster_name|cluster_address|node_name|node_address))$/;

/** A line of an option file as settings: its own, and those of the provider where it holds them. */
export function writtenOptions(source: Source, { key, keySpan, value }: Entry): Written[] {
  const { name, bare } = optionOf(key);
  const keyOrigin = source.origin(keySpan);
  const origin = source.origin(value.span);
  if (value.kind !== 'scalar') return [{ key: name, raw: undefined, keyOrigin, origin }];
  if (value.value === null) return [{ key: name, raw: bare, keyOrigin, origin }];
  const text = String(value.value);
  const raw = NAMING.test(name) && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text) ? undefined : shown(text);
  const written = { key: name, raw, keyOrigin, origin };
  if (name !== 'wsrep_provider_options' || raw === undefined) return [written];
  return [written, ...providerOptions(source, value.span)];
}

/** A value as text; undefined where a template or variable fills it in. */
export function shown(text: string): SettingValue | undefined {
  return isHidden(text) || /<%|@[A-Z][A-Z0-9_]*@|^\$|\$[({]|^%%|^<[^<>]{1,60}>$|^__[A-Z_]+__$/.test(text)
    ? undefined
    : text;
}

/** Options of the Galera library, as they stand in a span of the text: `name=value` parted by semicolons. */
export function providerOptions(source: Source, span: Span): Written[] {
  return optionsIn(source.text.slice(span.start, span.end), (from, to) =>
    source.origin({ start: span.start + from, end: span.start + to }),
  );
}

/** The same of a text that stands somewhere: an argument, a variable. */
export function providerOptionsIn(value: Named): Written[] {
  return optionsIn(value.text, (from, to) => partOf(value, from, to).origin);
}

function optionsIn(text: string, place: (from: number, to: number) => Origin): Written[] {
  const found: Written[] = [];
  let at = 0;
  for (const part of text.split(';')) {
    const start = at;
    at += part.length + 1;
    const equals = part.indexOf('=');
    if (equals === -1) continue;
    const key = trimmed(part, 0, equals);
    const value = trimmed(part, equals + 1, part.length);
    if (key.text === '') continue;
    found.push({
      key: key.text,
      raw: shown(value.text),
      keyOrigin: place(start + key.start, start + key.end),
      origin: place(start + value.start, start + value.end),
    });
  }
  return found;
}

/** The part of a text between two offsets without blanks and quotes around it. */
function trimmed(text: string, start: number, end: number): { text: string; start: number; end: number } {
  const skipped = (character: string | undefined) => character !== undefined && /[\s"'\\]/.test(character);
  while (start < end && skipped(text[start])) start++;
  while (end > start && skipped(text[end - 1])) end--;
  return { text: text.slice(start, end), start, end };
}
