import {
  booleanAt,
  type Entry,
  entriesNamed,
  isWhole,
  itemsOf,
  type Node,
  numberAt,
  type Setting,
  textAt,
  valueAt,
} from '../tree.js';
import type { DynamoIndex, DynamoTable } from './model.js';

/** True for a text that may hold a table: a resource of that type, or the module that makes one. */
export function mayBeTerraform(text: string): boolean {
  return text.includes('aws_dynamodb_table') || (text.includes('hash_key') && text.includes('module'));
}

/** Tables of a Terraform file: `aws_dynamodb_table`, and modules with its arguments. */
export function terraformTables(root: Node): DynamoTable[] {
  if (root.kind !== 'map') return [];
  return root.entries.flatMap(entry => {
    const [first, second] = entry.labels ?? [];
    if (entry.key === 'resource' && first?.text === 'aws_dynamodb_table' && second)
      return [resource(second.text, second.span, entry)];
    if (
      entry.key === 'module' &&
      first &&
      valueAt(entry.value, 'hash_key') &&
      valueAt(entry.value, 'attributes')
    )
      return [moduleTable(first.text, first.span, entry)];
    return [];
  });
}

function resource(name: string, at: DynamoTable['at'], { value }: Entry): DynamoTable {
  const attributes = entriesNamed(value, 'attribute').map(entry => entry.value);
  const globals = entriesNamed(value, 'global_secondary_index').map(entry => entry.value);
  const locals = entriesNamed(value, 'local_secondary_index').map(entry => entry.value);
  const replicas = entriesNamed(value, 'replica').map(entry => entry.value);
  // `dynamic "attribute" {}` makes more of them.
  const made = entriesNamed(value, 'dynamic').map(entry => entry.labels?.[0]?.text);
  const ttl = valueAt(value, 'ttl');
  const enabled = booleanAt(value, 'stream_enabled');
  const recovery = valueAt(value, 'point_in_time_recovery');
  return {
    name,
    at,
    called: valueAt(value, 'name')?.span,
    format: 'terraform',
    billing: billing(textAt(value, 'billing_mode'), 'provisioned'),
    ...common(value),
    ...keys(value, attributes, globals, locals),
    attributesWhole:
      attributes.length > 0 &&
      !made.some(label => label === 'attribute' || label?.endsWith('_index')) &&
      readable(value, attributes, globals, locals),
    indexesWhole: !made.some(label => label?.endsWith('_index')),
    recovery:
      recoveryOf(replicas) ??
      (recovery
        ? (booleanAt(recovery, 'enabled') ?? { value: undefined, span: recovery.span })
        : made.includes('point_in_time_recovery')
          ? { value: undefined, span: value.span }
          : undefined),
    ...recoveredIn(replicas, booleanAt(recovery, 'enabled')),
    retained: booleanAt(valueAt(value, 'lifecycle'), 'prevent_destroy')?.value === true,
    ttl: ttl && { attribute: textAt(ttl, 'attribute_name'), enabled: booleanAt(ttl, 'enabled') },
    stream: enabled && { enabled: enabled.value, view: textAt(value, 'stream_view_type') },
    replicas: replicas.map(replica => ({ region: textAt(replica, 'region_name'), at: replica.span })),
    replicasWhole: !made.includes('replica'),
    regions: replicas.length + 1,
    consistency: replicas.map(replica => textAt(replica, 'consistency_mode')).find(mode => mode),
  };
}

function moduleTable(name: string, at: DynamoTable['at'], { value }: Entry): DynamoTable {
  const list = (key: string): readonly Node[] => itemsOf(valueAt(value, key));
  const attributes = list('attributes');
  const globals = list('global_secondary_indexes');
  const locals = list('local_secondary_indexes');
  const replicas = list('replica_regions');
  const enabled = booleanAt(value, 'stream_enabled');
  const ttl = booleanAt(value, 'ttl_enabled');
  return {
    name,
    at,
    called: valueAt(value, 'name')?.span,
    format: 'module',
    billing: billing(textAt(value, 'billing_mode'), 'on demand'),
    ...common(value),
    ...keys(value, attributes, globals, locals),
    attributesWhole:
      isWhole(valueAt(value, 'attributes')) &&
      valueAt(value, 'global_secondary_indexes')?.kind !== 'opaque' &&
      valueAt(value, 'local_secondary_indexes')?.kind !== 'opaque' &&
      readable(value, attributes, globals, locals),
    indexesWhole: valueAt(value, 'global_secondary_indexes')?.kind !== 'opaque',
    recovery: recoveryOf(replicas) ?? booleanAt(value, 'point_in_time_recovery_enabled'),
    ...recoveredIn(replicas, booleanAt(value, 'point_in_time_recovery_enabled')),
    retained: false,
    ttl: ttl && { attribute: textAt(value, 'ttl_attribute_name'), enabled: ttl },
    stream: enabled && { enabled: enabled.value, view: textAt(value, 'stream_view_type') },
    replicas: replicas.map(replica => ({ region: textAt(replica, 'region_name'), at: replica.span })),
    replicasWhole: valueAt(value, 'replica_regions')?.kind !== 'opaque',
    regions: replicas.length + 1,
    consistency: replicas.map(replica => textAt(replica, 'consistency_mode')).find(mode => mode),
  };
}

/** A replica that can be restored holds the rows of all. */
function recoveryOf(replicas: readonly Node[]): DynamoTable['recovery'] {
  return replicas
    .map(replica => booleanAt(replica, 'point_in_time_recovery'))
    .find(each => each?.value === true);
}

function recoveredIn(
  replicas: readonly Node[],
  own: DynamoTable['recovery'],
): Pick<DynamoTable, 'recoveredIn'> {
  if (own !== undefined && own.value !== false) return {};
  const one = replicas.find(replica => booleanAt(replica, 'point_in_time_recovery')?.value === true);
  const region = one && textAt(one, 'region_name')?.value;
  return region === undefined ? {} : { recoveredIn: region };
}

function common(value: Node): Pick<DynamoTable, 'read' | 'write' | 'deletionProtection' | 'body'> {
  return {
    read: numberAt(value, 'read_capacity'),
    write: numberAt(value, 'write_capacity'),
    deletionProtection: booleanAt(value, 'deletion_protection_enabled'),
    body: value.span,
  };
}

function keys(
  value: Node,
  attributes: readonly Node[],
  globals: readonly Node[],
  locals: readonly Node[],
): Pick<DynamoTable, 'hash' | 'range' | 'attributes' | 'indexes'> {
  const hash = textAt(value, 'hash_key');
  return {
    hash,
    range: textAt(value, 'range_key'),
    attributes: attributes.flatMap(attribute => {
      const name = textAt(attribute, 'name');
      return name ? [{ name, type: textAt(attribute, 'type') }] : [];
    }),
    indexes: [
      ...globals.map(each => index(each, 'global', textAt(each, 'hash_key'))),
      ...locals.map(each => index(each, 'local', hash)),
    ],
  };
}

function index(node: Node, kind: DynamoIndex['kind'], hash: Setting<string> | undefined): DynamoIndex {
  const name = textAt(node, 'name');
  return {
    kind,
    name: name?.value ?? '?',
    at: name?.span ?? node.span,
    hash,
    range: textAt(node, 'range_key'),
    write: numberAt(node, 'write_capacity'),
    // Keys of several attributes are blocks of their own.
    composite: entriesNamed(node, 'key_schema').length > 0 || valueAt(node, 'hash_keys') !== undefined,
  };
}

/** Every name of an attribute and of a key is a constant. */
function readable(value: Node, attributes: readonly Node[], ...indexes: (readonly Node[])[]): boolean {
  const told = (node: Node, key: string): boolean => valueAt(node, key)?.kind !== 'opaque';
  return (
    told(value, 'hash_key') &&
    told(value, 'range_key') &&
    attributes.every(attribute => told(attribute, 'name')) &&
    indexes.flat().every(each => each.kind === 'map' && told(each, 'hash_key') && told(each, 'range_key')) &&
    indexes.flat().every(each => entriesNamed(each, 'key_schema').length === 0)
  );
}

function billing(mode: Setting<string> | undefined, by: 'provisioned' | 'on demand'): DynamoTable['billing'] {
  if (!mode) return by;
  if (mode.value === undefined) return undefined;
  return mode.value === 'PAY_PER_REQUEST' ? 'on demand' : 'provisioned';
}
