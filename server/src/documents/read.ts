import { cloudFormationTables, mayBeCloudFormation } from './dynamodb/cloudformation.js';
import { mayBeTerraform, terraformTables } from './dynamodb/terraform.js';
import { mayBeSearch, searchIndexes } from './elasticsearch/read.js';
import type { LogstashDesign } from './logstash/model.js';
import { mayBePipeline, readPipeline, readSettings } from './logstash/read.js';
import type { Design, DesignDocument } from './model.js';
import { readHcl } from './readers/hcl.js';
import { readJson } from './readers/json.js';
import { readYaml } from './readers/yaml.js';
import type { Node } from './tree.js';
import { documentUnit } from './unit.js';

/** Larger files are no templates that somebody writes. */
export const MAX_DOCUMENT_LENGTH = 1024 * 1024;

/** True for a file whose content may be a document, by its name alone. */
export function isDocumentUri(uri: string): boolean {
  return formatOf(uri) !== undefined;
}

/** True for a file that is worth reading without being open: JSON is everywhere, and seldom a design. */
export function isListedDocument(uri: string): boolean {
  const format = formatOf(uri);
  if (format !== 'json') return format !== undefined;
  const name = uri.slice(uri.lastIndexOf('/', uri.lastIndexOf('/') - 1) + 1);
  return (
    !/(?:^|\/)(?:package|package-lock|tsconfig[^/]*|composer|launch|tasks|settings)\.json$/i.test(name) &&
    JSON_NAME.test(name)
  );
}

/** Words in the names of JSON files, or of their folders, that hold designs. */
const JSON_WORDS =
  'mapping template index elastic opensearch dynamo cloudformation cfn stack table component lifecycle'.split(
    ' ',
  );

/** Globs of the files that `isListedDocument` may accept; of JSON only what is named so, for data is JSON as well. */
export const DOCUMENT_GLOBS: readonly string[] = [
  '**/*.{yaml,yml,tf,template,conf}',
  ...[...JSON_WORDS, ...JSON_WORDS.map(word => word[0]!.toUpperCase() + word.slice(1))].flatMap(word => [
    `**/*${word}*.json`,
    `**/*${word}*/*.json`,
  ]),
];

/**
 * Recognises a document by name and content. A text without the words that every design of a system has costs one
 * search for them. Undefined where there is none. Never throws.
 */
export function readDocument(uri: string, text: string): DesignDocument | undefined {
  const format = formatOf(uri);
  if (format === undefined || text.length > MAX_DOCUMENT_LENGTH) return undefined;
  const designs = /(?:^|\/)logstash\.ya?ml$/i.test(uri)
    ? logstash(readSettings(text))
    : designsOf(format === 'template' ? (/^\s*\{/.test(text) ? 'json' : 'yaml') : format, text);
  return designs.length === 0 ? undefined : { uri, unit: documentUnit(uri, text), designs };
}

function designsOf(format: Format, text: string): Design[] {
  if (format === 'pipeline') return logstash(mayBePipeline(text) ? readPipeline(text) : undefined);
  if (format === 'hcl') {
    const tables = mayBeTerraform(text) ? terraformTables(readHcl(text)) : [];
    return tables.length > 0 ? [{ engine: 'dynamodb', tables }] : [];
  }
  const cloudFormation = mayBeCloudFormation(text);
  const search = format === 'json' && mayBeSearch(text);
  if (!cloudFormation && !search) return [];
  const roots = format === 'json' ? rootsOf(readJson(text)) : readYaml(text);
  const designs: Design[] = [];
  const tables = cloudFormation ? roots.flatMap(cloudFormationTables) : [];
  if (tables.length > 0) designs.push({ engine: 'dynamodb', tables });
  const indexes = search ? roots.flatMap(searchIndexes) : [];
  if (indexes.length > 0) designs.push({ engine: 'elasticsearch', indexes });
  return designs;
}

function logstash(design: LogstashDesign | undefined): Design[] {
  return design === undefined ? [] : [{ engine: 'logstash', ...design }];
}

function rootsOf(node: Node | undefined): readonly Node[] {
  return node ? [node] : [];
}

type Format = 'yaml' | 'json' | 'hcl' | 'template' | 'pipeline';

function formatOf(uri: string): Format | undefined {
  const name = uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'faultline.yaml' || name === 'faultline.yml') return undefined;
  return FORMATS[name.slice(name.lastIndexOf('.') + 1)];
}

const FORMATS: Readonly<Record<string, Format>> = {
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  tf: 'hcl',
  template: 'template',
  // Pipelines of Logstash; most files of this ending are none.
  conf: 'pipeline',
};

const JSON_NAME = new RegExp(JSON_WORDS.join('|'), 'i');
