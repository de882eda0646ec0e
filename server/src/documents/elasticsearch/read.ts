import { type Entry, entryAt, itemsOf, type Node, type Setting, textAt, valueAt } from '../tree.js';
import type { SearchField, SearchIndex, SearchSetting } from './model.js';

/** True for a text that may hold a mapping or the settings of an index. */
export function mayBeSearch(text: string): boolean {
  return (
    text.includes('"mappings"') || text.includes('"index_patterns"') || text.includes('"number_of_shards"')
  );
}

/** The index or template that a JSON document is the body of. */
export function searchIndexes(root: Node): SearchIndex[] {
  if (root.kind !== 'map') return [];
  const patterns = valueAt(root, 'index_patterns') ?? valueAt(root, 'template');
  const isTemplate = patterns !== undefined && patterns.kind !== 'map';
  const inner = valueAt(root, 'template');
  const body = inner?.kind === 'map' ? inner : root;
  const mappings = valueAt(body, 'mappings');
  const settings = valueAt(body, 'settings');
  if (!isTemplate && body === root && root.entries.some(({ key }) => !OF_INDEX.has(key))) return [];
  const mapping = mappings && properMapping(mappings);
  if (!mapping && !(settings?.kind === 'map' && mentionsShards(settings))) return [];
  if (mapping && mapping.types.length === 0 && !looksLikeMapping(mapping.root) && !isTemplate) return [];
  const first = root.entries[0]!;
  return [
    {
      patterns: listOf(patterns),
      kind:
        isTemplate || valueAt(root, 'index_patterns') ? 'template' : body === root ? 'index' : 'component',
      at: (entryAt(root, 'index_patterns') ?? first).keySpan,
      dataStream: entryAt(root, 'data_stream') !== undefined,
      ownLifecycle: entryAt(body, 'lifecycle') !== undefined,
      settings: flatten(settings),
      types: mapping?.types ?? [],
      dynamic: textAt(mapping?.root, 'dynamic'),
      fields: mapping ? fieldsOf(valueAt(mapping.root, 'properties'), '', 0, 0) : [],
      hasMappings: mapping !== undefined,
      composed: itemsOf(valueAt(root, 'composed_of')).length > 0,
      composable: body !== root || entryAt(root, 'data_stream') !== undefined,
      madeBy: textAt(valueAt(mapping?.root, '_meta'), 'version')?.value,
    },
  ];
}

/** Keys of the body of "create index"; anything more is another document. */
const OF_INDEX = new Set([
  'mappings',
  'settings',
  'aliases',
  'lifecycle',
  '_meta',
  'version',
  'order',
  'template',
]);
const OF_MAPPING = new Set(
  'properties dynamic dynamic_templates _source _routing _meta _field_names date_detection numeric_detection dynamic_date_formats runtime _size _all _data_stream_timestamp subobjects _default_'.split(
    ' ',
  ),
);

interface Mapping {
  readonly root: Node;
  readonly types: SearchIndex['types'];
}

/** Before version 7 a type's name stands between `mappings` and `properties`. */
function properMapping(mappings: Node): Mapping | undefined {
  if (mappings.kind !== 'map') return undefined;
  const strange = mappings.entries.filter(({ key }) => !OF_MAPPING.has(key));
  const typed = strange.filter(({ value }) => entryAt(value, 'properties') !== undefined);
  if (typed.length === 0 || typed.length !== strange.length || entryAt(mappings, 'properties'))
    return { root: mappings, types: [] };
  return { root: typed[0]!.value, types: typed.map(({ key, keySpan }) => ({ name: key, at: keySpan })) };
}

function looksLikeMapping(root: Node): boolean {
  return (
    root.kind === 'map' && root.entries.length > 0 && root.entries.every(({ key }) => OF_MAPPING.has(key))
  );
}

function mentionsShards(settings: Node): boolean {
  const flat = flatten(settings);
  return flat.has('number_of_shards') || flat.has('number_of_replicas') || flat.has('refresh_interval');
}

function listOf(node: Node | undefined): Setting<string>[] {
  if (node?.kind === 'scalar') return [textAt(node)!];
  return itemsOf(node).flatMap(item => textAt(item) ?? []);
}

/** `{"index": {"a": {"b": 1}}}`, `{"index.a.b": 1}` and `{"a.b": 1}` say the same. */
function flatten(settings: Node | undefined): Map<string, SearchSetting> {
  const result = new Map<string, SearchSetting>();
  const walk = (node: Node, prefix: string, depth: number): void => {
    if (node.kind !== 'map' || depth > 12) return;
    for (const { key, keySpan, value } of node.entries) {
      const name = prefix === '' ? key : `${prefix}.${key}`;
      if (value.kind === 'map') walk(value, name, depth + 1);
      else if (value.kind === 'scalar') result.set(name.replace(/^index\./, ''), settingOf(keySpan, value));
    }
  };
  if (settings) walk(settings, '', 0);
  return result;
}

function settingOf(key: Entry['keySpan'], node: Node & { kind: 'scalar' }): SearchSetting {
  const text = node.value === null ? undefined : String(node.value);
  const number = text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  return { text, number, at: { start: key.start, end: node.span.end } };
}

function fieldsOf(
  properties: Node | undefined,
  prefix: string,
  nestedIn: number,
  depth: number,
): SearchField[] {
  if (properties?.kind !== 'map' || depth > 40) return [];
  return properties.entries.flatMap(({ key, keySpan, value }) => {
    if (value.kind !== 'map') return [];
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const type = textAt(value, 'type')?.value;
    const multi = valueAt(value, 'fields');
    const field: SearchField = {
      path,
      name: key,
      at: keySpan,
      type,
      node: value,
      multi: new Map(
        multi?.kind === 'map' ? multi.entries.map(each => [each.key, textAt(each.value, 'type')?.value]) : [],
      ),
      nestedIn,
    };
    const inner = nestedIn + (type === 'nested' ? 1 : 0);
    return [field, ...fieldsOf(valueAt(value, 'properties'), path, inner, depth + 1)];
  });
}
