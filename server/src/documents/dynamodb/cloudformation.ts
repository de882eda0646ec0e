import {
  booleanAt,
  entryAt,
  isWhole,
  itemsOf,
  type Node,
  numberAt,
  type Setting,
  textAt,
  valueAt,
} from '../tree.js';
import type { DynamoIndex, DynamoTable } from './model.js';

/** True for a text that may hold a table: what every such template has to say. */
export function mayBeCloudFormation(text: string): boolean {
  return text.includes('AWS::DynamoDB::');
}

/** Tables of a CloudFormation or SAM template, or of the resources inside a Serverless file. */
export function cloudFormationTables(root: Node): DynamoTable[] {
  const resources = valueAt(root, 'Resources') ?? valueAt(root, 'resources', 'Resources');
  if (resources?.kind !== 'map') return [];
  return resources.entries.flatMap(({ key, keySpan, value }) => {
    const type = textAt(value, 'Type')?.value;
    if (type !== 'AWS::DynamoDB::Table' && type !== 'AWS::DynamoDB::GlobalTable') return [];
    const properties = plain(valueAt(value, 'Properties'));
    if (properties?.kind !== 'map') return [];
    const global = type === 'AWS::DynamoDB::GlobalTable';
    return [table(key, keySpan, properties, global, textAt(value, 'DeletionPolicy')?.value)];
  });
}

function table(
  name: string,
  at: DynamoTable['at'],
  properties: Node,
  global: boolean,
  policy: string | undefined,
): DynamoTable {
  const attributes = plain(valueAt(properties, 'AttributeDefinitions'));
  const schema = plain(valueAt(properties, 'KeySchema'));
  const globals = plain(valueAt(properties, 'GlobalSecondaryIndexes'));
  const locals = plain(valueAt(properties, 'LocalSecondaryIndexes'));
  const replicas = plain(valueAt(properties, 'Replicas'));
  const list = itemsOf(replicas);
  const stream = plain(valueAt(properties, 'StreamSpecification'));
  const ttl = plain(valueAt(properties, 'TimeToLiveSpecification'));
  const parts = [attributes, schema, globals, locals].map(each => plainDeep(each));
  return {
    name,
    at,
    called: valueAt(properties, 'TableName')?.span,
    format: 'cloudformation',
    billing: billing(textAt(properties, 'BillingMode')),
    ...keysOf(schema),
    attributes: itemsOf(attributes).flatMap(item => {
      const attribute = textAt(item, 'AttributeName');
      return attribute ? [{ name: attribute, type: textAt(item, 'AttributeType') }] : [];
    }),
    attributesWhole: attributes?.kind === 'list' && schema?.kind === 'list' && parts.every(isWhole),
    indexes: [...itemsOf(globals).flatMap(index('global')), ...itemsOf(locals).flatMap(index('local'))],
    indexesWhole: isWhole(globals) && isWhole(locals),
    read: numberAt(properties, 'ProvisionedThroughput', 'ReadCapacityUnits'),
    write: numberAt(properties, 'ProvisionedThroughput', 'WriteCapacityUnits'),
    recovery: global
      ? ofReplicas(list, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')
      : orOpaque(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'),
    deletionProtection: global
      ? ofReplicas(list, 'DeletionProtectionEnabled')
      : booleanAt(properties, 'DeletionProtectionEnabled'),
    retained: policy === 'Retain' || policy === 'RetainExceptOnCreate',
    deleted: policy === 'Delete',
    ttl: ttl && { attribute: textAt(ttl, 'AttributeName'), enabled: booleanAt(ttl, 'Enabled') },
    stream: stream && { enabled: true, view: textAt(stream, 'StreamViewType') },
    replicas: list.map(item => ({ region: textAt(item, 'Region'), at: item.span })),
    replicasWhole: replicas === undefined || replicas.kind === 'list',
    regions: Math.max(1, list.length),
    consistency: textAt(properties, 'MultiRegionConsistency'),
    body: properties.span,
  };
}

function index(kind: DynamoIndex['kind']): (item: Node) => DynamoIndex[] {
  return item => {
    const name = textAt(item, 'IndexName');
    if (item.kind !== 'map') return [];
    return [
      {
        kind,
        name: name?.value ?? '?',
        at: name?.span ?? item.span,
        ...keysOf(valueAt(item, 'KeySchema')),
        write: numberAt(item, 'ProvisionedThroughput', 'WriteCapacityUnits'),
        composite: itemsOf(valueAt(item, 'KeySchema')).length > 2,
      },
    ];
  };
}

function keysOf(schema: Node | undefined): Pick<DynamoTable, 'hash' | 'range'> {
  const keys = itemsOf(schema);
  const named = (type: string): Setting<string> | undefined => {
    const item = keys.find(each => textAt(each, 'KeyType')?.value?.toUpperCase() === type);
    return textAt(item, 'AttributeName');
  };
  return { hash: named('HASH'), range: named('RANGE') };
}

/** PROVISIONED is the default of CloudFormation. */
function billing(mode: Setting<string> | undefined): DynamoTable['billing'] {
  if (!mode) return 'provisioned';
  if (mode.value === undefined) return undefined;
  return mode.value === 'PAY_PER_REQUEST' ? 'on demand' : 'provisioned';
}

/** Off where one replica says so or says nothing. */
function ofReplicas(replicas: readonly Node[], ...path: readonly string[]): Setting<boolean> | undefined {
  const settings = replicas.map(replica => orOpaque(replica, ...path));
  return (
    settings.find(setting => !setting || setting.value === false) ??
    (settings.includes(undefined) ? undefined : settings[0])
  );
}

/** A setting below something that the text does not tell may be set as well. */
function orOpaque(node: Node, ...path: readonly string[]): Setting<boolean> | undefined {
  const first = entryAt(node, path[0]!);
  const value = first && plain(first.value);
  if (value?.kind === 'opaque') return { value: undefined, span: value.span };
  return booleanAt(node, ...path);
}

/** `{ "Ref": "Name" }` and `{ "Fn::If": [...] }` are what `!Ref` is: not told by the text. */
function plain(node: Node | undefined): Node | undefined {
  if (node?.kind !== 'map' || node.entries.length !== 1) return node;
  const { key } = node.entries[0]!;
  return key === 'Ref' || key.startsWith('Fn::') ? { kind: 'opaque', span: node.span } : node;
}

function plainDeep(node: Node | undefined): Node | undefined {
  const here = plain(node);
  if (here?.kind === 'list') return { ...here, items: here.items.map(item => plainDeep(item) ?? item) };
  if (here?.kind === 'map') {
    return {
      ...here,
      entries: here.entries.map(entry => ({ ...entry, value: plainDeep(entry.value) ?? entry.value })),
    };
  }
  return here;
}
