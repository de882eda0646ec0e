import { resolve } from 'node:path';
import type { LocatedFinding } from '../analyzer/types.js';
import { capacityFigures, type Figure, factFigures, factsAt } from '../ide/figures.js';
import { tradeOffMarkdown } from '../ide/trade-off.js';
import { pathToUri } from '../node/index.js';
import { ruleById } from '../rules/index.js';
import type { Table } from '../schema/model.js';
import { colorsFor } from './color.js';
import { renderMarkdown } from './explain.js';
import { CliError, type CliIo, EXIT } from './io.js';
import { MAX_FILES, openSession, type Session, tellNotes } from './session.js';
import { resolveTargets } from './targets.js';

export interface ExplainAtOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly color: boolean;
}

/** A place as people write it, lines and columns from 1. */
interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** `faultline explain --at FILE:LINE[:COLUMN]`: the findings there with what they weigh, and the figures of the table. */
export async function explainAt(text: string, options: ExplainAtOptions, io: CliIo): Promise<number> {
  const spot = spotOf(text);
  const targets = await resolveTargets([spot.file], io, { stdinFileName: undefined, maxFiles: MAX_FILES });
  const settings = { maxFiles: MAX_FILES, maxFindingsPerFile: Number.POSITIVE_INFINITY };
  const session = await openSession(targets, settings, io, { progress: io.stderr.isTTY });
  const uri = pathToUri(resolve(io.cwd, spot.file));
  const findings = session.analyzer.findings(uri).filter(finding => covers(finding, spot));
  const tables = tablesAt(session, uri, spot);
  if (options.format === 'json') {
    const result = { findings: findings.map(each => record(each, session)), tables };
    io.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  } else {
    const markdown = page(findings, tables, session, spot);
    const width = Math.min(100, io.stdout.columns);
    io.stdout.write(
      options.format === 'markdown'
        ? `${markdown}\n`
        : renderMarkdown(plainTables(markdown), width, colorsFor(io.stdout, io.env, options.color)),
    );
  }
  return tellNotes(session, io, false) ? EXIT.failed : EXIT.clean;
}

function spotOf(text: string): Spot {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(text);
  if (match === null || match[2] === '0' || match[3] === '0')
    throw new CliError(`"${text}" is no place: write FILE:LINE or FILE:LINE:COLUMN, both from 1`);
  const [, file = '', line, column] = match;
  return { file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
}

function covers({ range: { start, end } }: LocatedFinding, { line, column }: Spot): boolean {
  const at = line - 1;
  if (at < start.line || at > end.line) return false;
  if (column === undefined) return true;
  const character = column - 1;
  return (
    !(at === start.line && character < start.character) && !(at === end.line && character > end.character)
  );
}

interface TableFigures {
  readonly table: string;
  readonly figures: readonly Figure[];
}

/** The tables that a statement on the line defines. */
function tablesAt({ analyzer }: Session, uri: string, { line }: Spot): TableFigures[] {
  const catalog = analyzer.catalogOf(uri);
  if (catalog === undefined) return [];
  const here = ({ nameOrigin: { unit } }: Table): boolean => {
    if (unit.uri !== uri) return false;
    const { start, body } = unit.piece;
    const range = analyzer.rangeOf(uri, start + body.start, start + body.end);
    return range.start.line < line && line - 1 <= range.end.line;
  };
  return [...catalog.allTables()].filter(here).map(table => {
    const facts = factsAt(analyzer, table);
    return {
      table: table.name,
      figures: [...factFigures(analyzer, facts), ...capacityFigures(catalog, table, facts)],
    };
  });
}

function record(finding: LocatedFinding, { nameOf }: Session) {
  const { rule, severity, message, range, uri, tradeOff } = finding;
  return {
    rule,
    severity,
    file: nameOf(uri),
    range,
    message,
    ...(tradeOff === undefined ? {} : { tradeOff }),
  };
}

function page(
  findings: readonly LocatedFinding[],
  tables: readonly TableFigures[],
  { nameOf }: Session,
  spot: Spot,
): string {
  const parts = findings.flatMap(finding => {
    const { start } = finding.range;
    const place = `${nameOf(finding.uri)}:${start.line + 1}:${start.character + 1}`;
    const rule = ruleById(finding.rule);
    const sources = rule?.sources.map(source => `- [${source.title}](${source.url})`).join('\n');
    return [
      `## ${place} ${finding.severity} ${finding.rule}`,
      finding.message,
      ...(finding.tradeOff === undefined ? general(finding.rule) : [tradeOffMarkdown(finding.tradeOff)]),
      ...(sources ? [`**Sources**\n\n${sources}`] : []),
    ];
  });
  for (const { table, figures } of tables) {
    if (figures.length === 0) continue;
    const rows = figures.map(({ label, value, from }) => `- ${label}: ${value} (${from})`);
    parts.push(`## Figures of ${table}`, rows.join('\n'));
  }
  if (findings.length === 0) parts.unshift(`Nothing is found at ${spot.file}:${spot.line}.`);
  return parts.join('\n\n');
}

/** What a finding without figures of its own weighs in general. */
function general(id: string): string[] {
  const rule = ruleById(id);
  if (rule === undefined) return [];
  return [`**Gains:** ${rule.gains}`, `**Costs:** ${rule.costs}`, `**Advice:** ${rule.advice}`];
}

/** A terminal shows no tables: their rows become lines. */
function plainTables(markdown: string): string {
  return markdown
    .replace(/^\| figure \| value \| from \|\n\|---\|---\|---\|$/gm, '**Figures**\n')
    .replace(/^\| (.*?) \| (.*?) \| (.*?) \|$/gm, '- $1: $2 ($3)')
    .replace(/\\([\\`*_{}[\]()#+!|<>~-])/g, '$1');
}
