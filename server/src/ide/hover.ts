import type { Analyzer } from '../analyzer/types.js';
import { mayBeDocument } from '../cluster/files.js';
import { isConfigUri } from '../project/config.js';
import { explainConfig } from '../project/config-assist.js';
import { RULES } from '../rules/index.js';
import type { Catalog } from '../schema/model.js';
import type { Position } from '../text/span.js';
import { factHover } from './annotation.js';
import { entityAt } from './at.js';
import { clusterHover, parameterHover } from './cluster-hover.js';
import { commentAt } from './comment.js';
import {
  bullets,
  codes,
  describeCheck,
  describeColumn,
  describeExclusion,
  describeForeignKey,
  describeIndex,
  describeKey,
  shortKey,
  shortName,
  writtenAt,
} from './describe.js';
import type { Entity } from './entity.js';
import { columnMarkdown, tableMarkdown, viewMarkdown } from './hover-relation.js';
import { code } from './places.js';
import { tradeOffMarkdown } from './trade-off.js';
import type { Hover } from './types.js';

/** What is known about the thing named at a position: a table, column, key, type, rule id or setting. */
export function hover(analyzer: Analyzer, uri: string, at: Position): Hover | undefined {
  if (isConfigUri(uri)) return configHover(analyzer, uri, at);
  if (mayBeDocument(uri)) return documentHover(analyzer, uri, at);
  const fact = factHover(analyzer, uri, at);
  if (fact !== undefined) return fact;
  const inComment = commentAt(analyzer, uri, at);
  if (inComment !== undefined) {
    const rule = RULES.find(each => each.id === inComment.word);
    return rule && { markdown: `${code(rule.id)}\n\n${rule.summary}`, range: inComment.range };
  }
  const place = entityAt(analyzer, uri, at);
  const catalog = analyzer.catalogOf(uri);
  const rules = rulesAt(analyzer, uri, at);
  if (place === undefined || catalog === undefined) return rules;
  const start = place.unit.piece.start;
  const markdown = entityMarkdown(analyzer, catalog, place.entity);
  return {
    markdown: rules === undefined ? markdown : `${markdown}\n\n---\n\n${rules.markdown}`,
    range: analyzer.rangeOf(uri, start + place.span.start, start + place.span.end),
  };
}

function documentHover(analyzer: Analyzer, uri: string, at: Position): Hover | undefined {
  const parts = [
    parameterHover(analyzer, uri, at),
    clusterHover(analyzer, uri, at),
    rulesAt(analyzer, uri, at),
  ].filter(part => part !== undefined);
  const [first] = parts;
  return first && { ...first, markdown: parts.map(({ markdown }) => markdown).join('\n\n---\n\n') };
}

/** What the rules are about whose findings lie at a position, and what these weigh: the editor shows the messages itself. */
function rulesAt(analyzer: Analyzer, uri: string, at: Position): Hover | undefined {
  const here = analyzer
    .findings(uri)
    .filter(({ range }) => compare(range.start, at) <= 0 && compare(at, range.end) <= 0);
  const rules = new Set(here.map(finding => finding.rule));
  const lines = RULES.filter(rule => rules.has(rule.id)).flatMap(rule => [
    `${code(rule.id)}: ${rule.summary}`,
    ...here
      .filter(finding => finding.rule === rule.id)
      .flatMap(({ tradeOff }) => (tradeOff === undefined ? [] : [tradeOffMarkdown(tradeOff)])),
  ]);
  return lines.length === 0 ? undefined : { markdown: lines.join('\n\n'), range: here[0]!.range };
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function configHover(analyzer: Analyzer, uri: string, at: Position): Hover | undefined {
  const text = analyzer.text(uri);
  const rules = new Map(RULES.map(rule => [rule.id, rule]));
  const found = text === undefined ? undefined : explainConfig(text, analyzer.offsetAt(uri, at), rules);
  return found && { markdown: found.markdown, range: analyzer.rangeOf(uri, found.start, found.end) };
}

function entityMarkdown(analyzer: Analyzer, catalog: Catalog, entity: Entity): string {
  switch (entity.kind) {
    case 'table':
      return tableMarkdown(analyzer, catalog, entity.it);
    case 'view':
      return viewMarkdown(analyzer, catalog, entity.it);
    case 'column':
      return columnMarkdown(analyzer, catalog, entity.of, entity.it);
    default:
      return [...smallMarkdown(catalog, entity), ...writtenAt(analyzer, entity.it.origins)].join('\n\n');
  }
}

function smallMarkdown(
  catalog: Catalog,
  entity: Exclude<Entity, { kind: 'table' | 'view' | 'column' }>,
): string[] {
  const on = 'of' in entity ? [`On ${code(shortName(catalog, entity.of))}`] : [];
  switch (entity.kind) {
    case 'index':
      return [`**index** ${code(describeIndex(entity.it))}`, ...on];
    case 'key':
      return [`**${entity.it.kind}** ${code(describeKey(entity.it))}`, ...on];
    case 'foreign key':
      return [`**foreign key** ${code(describeForeignKey(catalog, entity.it))}`, ...on];
    case 'check':
      return [`**check** ${code(describeCheck(entity.it))}`, ...on];
    case 'exclusion':
      return [`**exclusion** ${code(describeExclusion(entity.it))}`, ...on];
    case 'trigger': {
      const { it } = entity;
      const runs = it.function === undefined ? [] : [`Runs ${code(it.function)}`];
      return [
        `**trigger** ${code(it.name)}: ${it.timing} ${it.events.join(' or ')} for each ${it.level}`,
        ...on,
        ...runs,
      ];
    }
    case 'enum':
      return [
        `**enum** ${code(shortName(catalog, entity.it))}`,
        ...bullets('Labels', codes(entity.it.labels), 30),
      ];
    case 'domain':
      return [
        `**domain** ${code(shortName(catalog, entity.it))} ${code(entity.it.type.text + (entity.it.notNull ? ' not null' : ''))}`,
        ...bullets('Checks', codes(entity.it.checks.map(describeCheck))),
      ];
    case 'composite':
      return [
        `**type** ${code(shortName(catalog, entity.it))}`,
        ...bullets(
          'Columns',
          codes(entity.it.columns.map(column => `${column.name} ${describeColumn(column)}`)),
          30,
        ),
      ];
    case 'routine': {
      const { it } = entity;
      const returns = it.returns === undefined ? '' : ` returns ${it.returns}`;
      return [
        `**${it.procedure ? 'procedure' : 'function'}** ${code(`${shortName(catalog, it)}(${it.signature})${returns}`)}`,
        ...(it.language === undefined ? [] : [`Language ${code(it.language)}`]),
      ];
    }
    case 'sequence': {
      const owner = entity.it.ownedBy;
      return [
        `**sequence** ${code(shortName(catalog, entity.it))}`,
        ...(owner === undefined
          ? []
          : [`Owned by ${code(`${shortKey(catalog, owner.table)}.${owner.column}`)}`]),
      ];
    }
    case 'schema':
      return [`**schema** ${code(entity.it.name)}`];
  }
}
