import { cloudFormationTables, mayBeCloudFormation } from '../../../documents/dynamodb/cloudformation.js';
import type { DynamoTable } from '../../../documents/dynamodb/model.js';
import { mayBeTerraform, terraformTables } from '../../../documents/dynamodb/terraform.js';
import { readHcl } from '../../../documents/readers/hcl.js';
import { readJson } from '../../../documents/readers/json.js';
import {
  type Entry,
  entriesNamed,
  itemsOf,
  type Node,
  type Setting,
  textAt,
  valueAt,
} from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { DYNAMODB_PARAMETERS } from './parameters.js';

/** A copy of a table in a region. */
export interface DynamoReplica {
  readonly region: Named | undefined;
  readonly written: readonly Written[];
  readonly at: Origin;
}

/** A table with copies in several regions. */
export interface DynamoData {
  readonly table: DynamoTable;
  readonly replicas: readonly DynamoReplica[];
  readonly witnesses: readonly { readonly region: Named | undefined; readonly at: Origin }[];
  /** Of the table itself; in Terraform those of its own region. */
  readonly written: readonly Written[];
  readonly hasLocalIndex: boolean;
  readonly origin: Origin;
}

/** CloudFormation, SAM, Serverless, and what CDK makes of a stack. */
export const TEMPLATES: ConfigFormat<DynamoData> = {
  title: 'AWS::DynamoDB::GlobalTable',
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const at = path.indexOf('Properties');
      return at < 0 || !path.includes('Resources') || at > 3
        ? undefined
        : { table: DYNAMODB_PARAMETERS, spelling: name => (/^[A-Z]/.test(name) ? name : undefined) };
    },
  },
  detects: source =>
    /\.(?:ya?ml|json|template)$/.test(source.name) && source.text.includes('AWS::DynamoDB::GlobalTable'),
  read: source => {
    if (!mayBeCloudFormation(source.text)) return [];
    const json = /^\s*\{/.test(source.text);
    const roots = json ? [source.tree('json', readJson)].flatMap(root => root ?? []) : source.yaml;
    return roots.flatMap(root => {
      const resources = valueAt(root, 'Resources') ?? valueAt(root, 'resources', 'Resources');
      return cloudFormationTables(root)
        .filter(({ regions, replicas }) => regions > 1 && replicas.length > 1)
        .map(table => {
          const properties = valueAt(resources, table.name, 'Properties');
          return fragment(source, {
            table,
            replicas: itemsOf(valueAt(properties, 'Replicas'))
              .slice(0, 50)
              .map(item => ({
                region: named(source, textAt(item, 'Region')),
                written: writtenIn(source, item),
                at: source.origin(item.span),
              })),
            witnesses: itemsOf(valueAt(properties, 'GlobalTableWitnesses')).map(item => ({
              region: named(source, textAt(item, 'Region')),
              at: source.origin(item.span),
            })),
            written: [
              ...writtenIn(source, properties),
              ...mentioned(source, properties, ['TimeToLiveSpecification', 'LocalSecondaryIndexes']),
            ],
            hasLocalIndex: table.indexes.some(({ kind }) => kind === 'local'),
            origin: source.origin(table.at),
          });
        });
    });
  },
};

/** Terraform: the resource, and the module with its arguments. */
export const TERRAFORM: ConfigFormat<DynamoData> = {
  title: 'aws_dynamodb_table',
  assist: {
    syntax: 'hcl',
    parametersAt: path =>
      path[0] === 'resource' && path[1] === 'aws_dynamodb_table' && path.length >= 3
        ? { table: DYNAMODB_PARAMETERS, spelling: name => (/^[a-z]/.test(name) ? name : undefined) }
        : undefined,
  },
  detects: source =>
    source.name.endsWith('.tf') &&
    mayBeTerraform(source.text) &&
    /\breplica(?:_regions)?\b/.test(source.text),
  read: source => {
    const root = source.tree('hcl', readHcl);
    if (root.kind !== 'map') return [];
    return terraformTables(root)
      .filter(({ replicas }) => replicas.length > 0)
      .flatMap(table => {
        const body = root.entries.find(entry =>
          entry.labels?.some(({ span }) => span.start === table.at.start),
        )?.value;
        if (body === undefined) return [];
        const replicas =
          table.format === 'module'
            ? itemsOf(valueAt(body, 'replica_regions'))
            : entriesNamed(body, 'replica').map(({ value }) => value);
        return [
          fragment(source, {
            table,
            replicas: replicas.slice(0, 50).map(item => ({
              region: named(source, textAt(item, 'region_name')),
              written: writtenIn(source, item),
              at: source.origin(item.span),
            })),
            witnesses: entriesNamed(body, 'global_table_witness').map(({ value }) => ({
              region: named(source, textAt(value, 'region_name')),
              at: source.origin(value.span),
            })),
            written: [
              ...writtenIn(source, body),
              ...mentioned(source, body, ['ttl', 'local_secondary_index']),
            ],
            hasLocalIndex: table.indexes.some(({ kind }) => kind === 'local'),
            origin: source.origin(table.at),
          }),
        ];
      });
  },
};

function fragment(source: Source, data: DynamoData): Fragment<DynamoData> {
  return { system: 'dynamodb', uri: source.uri, origin: data.origin, data };
}

function named(source: Source, setting: Setting<string> | undefined): Named | undefined {
  return setting?.value === undefined
    ? undefined
    : { text: setting.value, origin: source.origin(setting.span) };
}

/** Blocks that are there at all, whatever they hold. */
function mentioned(source: Source, node: Node | undefined, keys: readonly string[]): Written[] {
  return keys.flatMap(key =>
    entriesNamed(node, key)
      .slice(0, 1)
      .map(({ keySpan }: Entry) => ({
        key,
        raw: true,
        keyOrigin: source.origin(keySpan),
        origin: source.origin(keySpan),
      })),
  );
}
