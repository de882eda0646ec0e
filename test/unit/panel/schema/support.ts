import { strict as assert } from 'node:assert';
import type { Analyzer } from '../../../../server/src/analyzer/types.js';
import { createAnalyzer } from '../../../../server/src/analyzer.js';
import { answerPanel } from '../../../../server/src/panel/answer.js';
import type {
  DiagramTable,
  SchemaAnswer,
  SchemaDiagram,
  SchemaQuestion,
} from '../../../../server/src/protocol/schema-panel.js';
import type { PanelEdit } from '../../../../server/src/protocol/webview.js';
import { at, memoryHost, ROOT } from '../../support/memory-host.js';

/** A workspace in memory that the panel asks about. */
export interface Bench {
  readonly analyzer: Analyzer;
  /** The answer to a question about a file; the sentence where there is none. */
  ask<K extends SchemaQuestion['kind']>(
    question: Without<Extract<SchemaQuestion, { kind: K }>> & { readonly kind: K },
    file?: string,
  ): Promise<Extract<SchemaAnswer, { kind: K }> | string>;
  diagram(file?: string): Promise<SchemaDiagram>;
  /** The text of a file with edits made in it. */
  edited(edits: readonly PanelEdit[], file?: string): string;
  /** Makes the edits, as the editor would. */
  apply(edits: readonly PanelEdit[]): void;
}

type Without<Q> = Q extends unknown ? Omit<Q, 'uri'> : never;

/** A workspace of files, by name; the first is the one that is asked about. */
export async function bench(files: string | Readonly<Record<string, string>>): Promise<Bench> {
  const all = typeof files === 'string' ? { 'schema.sql': files } : files;
  const first = Object.keys(all)[0]!;
  const analyzer = createAnalyzer(memoryHost(all));
  await analyzer.index([ROOT]);
  const ask: Bench['ask'] = async (question, file = first) => {
    const answer = await answerPanel('schema', { ...question, uri: at(file) } as SchemaQuestion, {
      analyzer,
      cancelled: () => false,
      pause: async () => {},
      part: () => {},
    });
    return 'kind' in answer ? (answer as never) : (answer as { why: string }).why;
  };
  const edited: Bench['edited'] = (edits, file = first) =>
    editText(
      analyzer.text(at(file)) ?? '',
      edits
        .filter(edit => edit.uri === at(file))
        .map(edit => ({
          start: analyzer.offsetAt(edit.uri, edit.range.start),
          end: analyzer.offsetAt(edit.uri, edit.range.end),
          newText: edit.newText,
        })),
    );
  return {
    analyzer,
    ask,
    edited,
    diagram: async file => {
      const answer = await ask({ kind: 'diagram' }, file);
      assert.ok(typeof answer !== 'string', String(answer));
      return answer;
    },
    apply: edits => {
      const uris = new Set(edits.map(({ uri }) => uri));
      for (const [uri, text] of [...uris].map(uri => [uri, edited(edits, uri)] as const))
        analyzer.openBuffer(uri, text);
    },
  };
}

function editText(
  text: string,
  edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[],
): string {
  const ordered = [...edits].sort((a, b) => b.start - a.start || b.end - a.end);
  for (const [i, edit] of ordered.entries()) {
    const before = ordered[i + 1];
    assert.ok(!before || before.end <= edit.start, `edits overlap: ${JSON.stringify([before, edit])}`);
    text = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  }
  return text;
}

/** The table of an id. */
export function tableIn({ tables }: Pick<SchemaDiagram, 'tables'>, id: string): DiagramTable {
  const found = tables.find(table => table.id === id);
  assert.ok(found, `${id} is not among ${tables.map(table => table.id).join(', ')}`);
  return found;
}

/** `DATABASE.schema` of many tables and references between them, the same each time. */
export function generatedSchema(tables: number, references: number): string {
  let state = 1;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const targets = Array.from({ length: tables }, () => new Set<number>());
  for (let left = references; left > 0; ) {
    const from = 1 + next(tables - 1);
    const to = next(from);
    if (targets[from]!.has(to)) continue;
    targets[from]!.add(to);
    left--;
  }
  return targets
    .map((own, i) => {
      const lines = [
        '  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
        '  name text NOT NULL',
        '  created_at timestamptz NOT NULL DEFAULT now()',
        ...[...own].map(to => `  t${to}_id bigint NOT NULL REFERENCES s${to % 10}.t${to} (id)`),
      ];
      return `CREATE TABLE s${i % 10}.t${i} (\n${lines.join(',\n')}\n);\n`;
    })
    .join('');
}
