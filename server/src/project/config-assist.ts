import { placeAt } from '../documents/yaml-place.js';
import { DIALECTS } from '../sql/dialect.js';
import type { Span } from '../text/span.js';
import type { RuleTable } from './config.js';
import { COLUMN_KEYS, TABLE_KEYS } from './config-facts.js';
import { CONFIG_KEYS, HARDWARE_KEYS, LEVELS, MIGRATION_KEYS, OBJECTIVE_KEYS } from './config-keys.js';

/** Something that could stand at a place of `faultline.yaml`. Offsets are UTF-16, of the whole text. */
export interface ConfigSuggestion extends Span {
  readonly label: string;
  readonly kind: 'key' | 'rule' | 'dialect' | 'value';
  readonly detail: string | undefined;
  readonly documentation: string | undefined;
  readonly newText: string;
}

type Candidate = Pick<ConfigSuggestion, 'label' | 'kind'> &
  Partial<Pick<ConfigSuggestion, 'detail' | 'documentation'>>;

/** What could be written at an offset. Works on text that does not parse, as text being typed does not. */
export function suggestConfig(text: string, offset: number, rules: RuleTable): ConfigSuggestion[] {
  const place = placeAt(text, offset);
  if (place === undefined) return [];
  const isKey = place.role === 'key';
  const candidates = isKey ? keysIn(place.path, rules) : valuesOf(place.path, rules);
  const taken = isKey ? place.siblings : NOTHING;
  return candidates
    .filter(candidate => !taken.has(candidate.label))
    .map(({ label, kind, detail, documentation }) => ({
      label,
      kind,
      detail,
      documentation,
      newText: isKey && !place.hasColon ? label + ': ' : label,
      start: place.word.start,
      end: place.word.end,
    }));
}

/** What is known about the key or value at an offset, in Markdown. */
export function explainConfig(
  text: string,
  offset: number,
  rules: RuleTable,
): (Span & { readonly markdown: string }) | undefined {
  const place = placeAt(text, offset);
  if (place === undefined || place.word.end === place.word.start) return undefined;
  const word = text.slice(place.word.start, place.word.end);
  const candidates = place.role === 'key' ? keysIn(place.path, rules) : valuesOf(place.path, rules);
  const found = candidates.find(candidate => candidate.label === word);
  if (found === undefined || (found.detail ?? found.documentation) === undefined) return undefined;
  const parts = [
    `\`${found.label}\`${found.detail === undefined ? '' : ` (${found.detail})`}`,
    found.documentation,
  ];
  return { ...place.word, markdown: parts.filter(part => part !== undefined).join('\n\n') };
}

const NOTHING: ReadonlySet<string> = new Set();

function keysIn(path: readonly string[], rules: RuleTable): Candidate[] {
  const [top, rule] = path;
  if (top === undefined)
    return CONFIG_KEYS.map(key => ({ label: key.name, kind: 'key', documentation: key.documentation }));
  if (top === 'migrations' && path.length === 1) {
    return MIGRATION_KEYS.map(key => ({ label: key.name, kind: 'key', documentation: key.documentation }));
  }
  if (top === 'engineVersions' && path.length === 1) return dialects();
  if (top === 'hardware' && path.length === 1)
    return HARDWARE_KEYS.map(key => ({ label: key.name, kind: 'key', documentation: key.documentation }));
  if (top === 'objectives' && path.length === 1)
    return OBJECTIVE_KEYS.map(key => ({ label: key.name, kind: 'key', documentation: key.documentation }));
  if (top === 'tables') return factsIn(path);
  if (top !== 'rules') return [];
  if (rule === undefined) {
    return [...rules.values()].map(each => ({
      label: each.id,
      kind: 'rule',
      detail: `by default ${each.severity}`,
      documentation: each.summary,
    }));
  }
  if (path.length > 2) return [];
  const options = Object.entries(rules.get(rule)?.options ?? {});
  return [
    { label: 'severity', kind: 'key', documentation: `One of ${LEVELS.join(', ')}.` },
    ...options.map(
      ([name, option]): Candidate => ({
        label: name,
        kind: 'key',
        detail: `by default ${JSON.stringify(option.default)}`,
        documentation: option.description,
      }),
    ),
  ];
}

/** Below `tables`: facts of a table, or of one of its `columns`. */
function factsIn(path: readonly string[]): Candidate[] {
  const keys = path.length === 2 ? TABLE_KEYS : path.length === 4 && path[2] === 'columns' ? COLUMN_KEYS : [];
  const facts = keys.map(
    (key): Candidate => ({
      label: key.name,
      kind: 'key',
      detail: `such as ${key.measure === 'flag' ? 'true' : key.example}`,
      documentation: key.documentation,
    }),
  );
  if (path.length !== 2) return facts;
  return [...facts, { label: 'columns', kind: 'key', documentation: 'Facts of single columns, by name.' }];
}

function valuesOf(path: readonly string[], rules: RuleTable): Candidate[] {
  const [top, second, third] = path;
  if (top === 'dialect' && path.length === 1)
    return [{ label: 'auto', kind: 'value', documentation: 'Each file shows its own.' }, ...dialects()];
  if (top === 'dialect') return dialects();
  if (top === 'tables') {
    const key = TABLE_KEYS.find(each => each.name === third);
    const values = key?.measure === 'flag' ? ['true', 'false'] : (key?.choices ?? []);
    return values.map(value => ({ label: value, kind: 'value', documentation: key?.documentation }));
  }
  if (top !== 'rules' || second === undefined) return [];
  if (third === undefined || third === 'severity')
    return LEVELS.map(level => ({ label: level, kind: 'value', documentation: LEVEL_MEANS[level] }));
  const option = rules.get(second)?.options?.[third];
  const values = option?.type === 'boolean' ? ['true', 'false'] : (option?.enum ?? []);
  return values.map(value => ({ label: value, kind: 'value', documentation: option?.description }));
}

const LEVEL_MEANS: Readonly<Record<(typeof LEVELS)[number], string>> = {
  error: 'Shown as an error; `faultline check` fails.',
  warning: 'Shown as a warning.',
  info: 'Shown as information.',
  hint: 'Shown in the editor alone, not among the problems.',
  off: 'Not looked for.',
};

function dialects(): Candidate[] {
  return DIALECTS.map(name => ({ label: name, kind: 'dialect' }));
}
