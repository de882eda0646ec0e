import * as v from 'valibot';
import type { FromPanel } from './webview.js';

const position = v.object({ line: v.number(), character: v.number() });
const range = v.object({ start: position, end: position });
const place = v.object({ uri: v.string(), range });
const edit = v.object({ uri: v.string(), range, newText: v.string() });

const fromPanel = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('ask'), id: v.number(), question: v.looseObject({ kind: v.string() }) }),
  v.object({ type: v.literal('cancel'), id: v.number() }),
  v.object({ type: v.literal('open'), place }),
  v.object({
    type: v.literal('apply'),
    label: v.string(),
    edits: v.array(edit),
    creates: v.optional(v.array(v.string())),
  }),
  v.object({ type: v.literal('copy'), text: v.string(), what: v.string() }),
  v.object({ type: v.literal('save'), name: v.string(), content: v.string(), base64: v.boolean() }),
  v.object({ type: v.literal('remember'), key: v.string(), value: v.optional(v.unknown()) }),
  v.object({ type: v.literal('pin'), pinned: v.boolean() }),
  v.object({
    type: v.literal('run'),
    command: v.string(),
    arguments: v.optional(v.array(v.unknown())),
  }),
  v.object({ type: v.literal('log'), text: v.string() }),
]);

/** Whether what a page sent is one of its messages: pages are trusted with nothing. */
export function isFromPanel(data: unknown): data is FromPanel {
  return v.is(fromPanel, data);
}
