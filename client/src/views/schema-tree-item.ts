import * as vscode from 'vscode';
import type { DiagramTable, TableRole } from '../../../server/src/protocol/schema-panel.js';
import type { SchemaNode } from './schema-nodes.js';

const ICONS: Readonly<Record<TableRole, string>> = {
  fact: 'graph',
  dimension: 'symbol-enum',
  bridge: 'link',
  lookup: 'list-unordered',
  event: 'pulse',
  staging: 'inbox',
  aggregate: 'layers',
  entity: 'table',
  view: 'eye',
  'materialized view': 'archive',
};

const PARTITION = 'split-horizontal';

/** How something of the tree is shown. */
export function treeItem(node: SchemaNode): vscode.TreeItem {
  switch (node.kind) {
    case 'schema': {
      const item = new vscode.TreeItem(
        node.name === '' ? 'default schema' : node.name,
        vscode.TreeItemCollapsibleState.Expanded,
      );
      item.id = `schema ${node.name}`;
      item.iconPath = new vscode.ThemeIcon('database');
      item.description = count(node.tables, 'table');
      item.contextValue = 'schema';
      return item;
    }
    case 'star': {
      const item = tableItem(
        node.table,
        node,
        `star ${node.table.id}`,
        vscode.TreeItemCollapsibleState.Expanded,
      );
      item.iconPath = new vscode.ThemeIcon('star-full');
      item.description = [node.table.grain, count(node.dimensions, 'dimension')].filter(Boolean).join(', ');
      return item;
    }
    case 'table': {
      const { table, under, inside } = node;
      const { Collapsed, None } = vscode.TreeItemCollapsibleState;
      const item = tableItem(table, node, `table ${under} ${table.id}`, inside > 0 ? Collapsed : None);
      const part = table.partitionOf !== undefined;
      item.iconPath = new vscode.ThemeIcon(part ? PARTITION : ICONS[table.role]);
      // Most dimensions are of no special kind, which says nothing.
      const kind = part ? ['partition'] : [table.role, table.variant === 'plain' ? undefined : table.variant];
      item.description = [...kind, table.size].filter(Boolean).join(', ');
      return item;
    }
    case 'partition': {
      const item = new vscode.TreeItem(node.name);
      item.id = `partition ${node.under} ${node.name}`;
      item.iconPath = new vscode.ThemeIcon(PARTITION);
      item.description = 'partition';
      return item;
    }
  }
}

function tableItem(
  table: DiagramTable,
  node: SchemaNode,
  id: string,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(table.name, state);
  item.id = id;
  item.contextValue = 'table';
  item.tooltip = tooltip(table);
  item.accessibilityInformation = { label: tooltip(table) };
  if (table.place !== undefined)
    item.command = { command: 'faultline.goToTable', title: 'Go to Definition', arguments: [node] };
  return item;
}

/** `fact_sales, fact, 95 percent sure, one row per order line, 12 columns, 1 finding`. */
function tooltip({ name, role, confidence, grain, columns, findings, size }: DiagramTable): string {
  const sure =
    role === 'entity' || confidence === 0 ? undefined : `${Math.round(confidence * 100)} percent sure`;
  const found = findings.length === 0 ? undefined : count(findings.length, 'finding');
  return [name, role, sure, grain, count(columns.length, 'column'), size, found].filter(Boolean).join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
