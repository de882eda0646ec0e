import type { Classification } from '../../../classify/index.js';
import type { DiagramFinding, DiagramTable } from '../../../protocol/schema-panel.js';
import type { PanelPlace } from '../../../protocol/webview.js';
import { partText } from '../../../rules/lib/access.js';
import type { Table, View } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';
import { columnsOf } from './columns.js';
import type { TableFinding } from './findings.js';
import { Kept } from './kept.js';
import { distributionKeyOf, indexesOf, partitionsOf, sizeOf, sortKeyOf } from './storage.js';
import type { TriggerWrites } from './triggers.js';
import { viewColumns } from './view-columns.js';

/** All that a table's card is made from. */
export interface TableParts {
  readonly table: Table;
  readonly found: Classification | undefined;
  readonly foreign: ReadonlySet<string>;
  readonly findings: readonly TableFinding[];
  readonly triggers: readonly TriggerWrites[];
}

/** A table as it is drawn: the identical object as long as nothing of it has changed or moved. */
export function tableOf(parts: TableParts, scope: SchemaScope): DiagramTable {
  const { table, found, foreign, findings, triggers } = parts;
  const facts = scope.workload.factsOf(table);
  const partitions = scope.catalog.partitionsOf(table.key);
  return KEPT.get(
    table,
    scope,
    [facts, ...partitions, ...findings.map(({ finding }) => finding)],
    `${said(found)}|${[...foreign].join()}|${triggers.map(each => `${each.name}>${each.writes.join()}`).join()}`,
    () => {
      const counts = new Map<string, number>();
      for (const { column } of findings)
        if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
      return {
        id: table.key,
        schema: table.schema,
        name: table.name,
        role: found?.role ?? 'entity',
        confidence: found?.confidence ?? 0,
        columns: columnsOf(table, found, foreign, column => counts.get(column) ?? 0, scope),
        indexes: indexesOf(table),
        triggers,
        findings: findings.map(diagramFinding),
        ...defined({
          variant: found?.variant,
          grain: found?.grain?.text,
          comment: table.comment,
          partitions: partitionsOf(table, scope.catalog),
          partitionOf: table.partitionOf?.parent ?? table.inherits[0],
          sortKey: sortKeyOf(table),
          distributionKey: distributionKeyOf(table),
        }),
        ...sizeOf(table, facts, scope.catalog),
        ...placesOf(table, scope),
      };
    },
  );
}

/** A view as it is drawn, with its columns where their names are known. */
export function viewOf(view: View, findings: readonly TableFinding[], scope: SchemaScope): DiagramTable {
  const facts = scope.workload.factsOf(view);
  const reads = view.reads.map(key => scope.catalog.table(key) ?? scope.catalog.view(key));
  return KEPT.get(view, scope, [facts, ...reads, ...findings.map(({ finding }) => finding)], '', () => ({
    id: view.key,
    schema: view.schema,
    name: view.name,
    role: view.materialized ? 'materialized view' : 'view',
    confidence: 1,
    columns: viewColumns(view, scope),
    indexes: view.indexes.map(index => ({
      name: index.name ?? index.parts.map(partText).join('_'),
      columns: index.parts.map(partText),
      unique: index.unique,
    })),
    triggers: [],
    findings: findings.map(diagramFinding),
    ...(view.comment === undefined ? {} : { comment: view.comment }),
    ...placesOf(view, scope),
  }));
}

/** A table that others refer to and that no file defines. */
export function spokenOf(key: string, columns: readonly string[]): DiagramTable {
  const dot = key.lastIndexOf('.');
  return {
    id: key,
    schema: key.slice(0, Math.max(0, dot)).replace(/^"|"$/g, ''),
    name: key.slice(dot + 1),
    role: 'entity',
    confidence: 0,
    columns: columns.map(name => ({
      name,
      type: '',
      nullable: false,
      primary: false,
      unique: false,
      foreign: false,
      generated: false,
      findings: 0,
    })),
    indexes: [],
    triggers: [],
    findings: [],
  };
}

/** A finding as the panel shows it. Its fixes are worked out for one table at a time: `mendable`. */
export function diagramFinding({ finding, column }: TableFinding): DiagramFinding {
  const { rule, severity, message, uri, range } = finding;
  return {
    rule,
    severity,
    message,
    place: { uri, range },
    ...(column === undefined ? {} : { column }),
  };
}

/** The same with its fixes. */
export function mendable(found: TableFinding): DiagramFinding {
  return {
    ...diagramFinding(found),
    fixes: found.finding.fixes.map(({ title, edits }) => ({ title, edits })),
  };
}

const KEPT = new Kept<DiagramTable>();

function placesOf(
  relation: Table | View,
  { place }: SchemaScope,
): { readonly place: PanelPlace; readonly extent?: PanelPlace } {
  const { nameOrigin, origins } = relation;
  const whole = origins.find(({ unit }) => unit === nameOrigin.unit);
  return { place: place(nameOrigin), ...(whole ? { extent: place(whole) } : {}) };
}

function said(found: Classification | undefined): string {
  if (!found) return '';
  let text = SAID.get(found);
  if (text === undefined) {
    const { role, variant, confidence, grain, measures, degenerate, versioning } = found;
    text = JSON.stringify([role, variant, confidence, grain?.text, measures, degenerate, versioning]);
    SAID.set(found, text);
  }
  return text;
}

const SAID = new WeakMap<Classification, string>();

function defined<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
