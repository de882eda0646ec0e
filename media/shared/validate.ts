import * as v from 'valibot';
import type { ToPanel } from '../../server/src/protocol/webview.js';

const position = v.object({ line: v.number(), character: v.number() });
const command = v.object({
  name: v.string(),
  argument: v.optional(v.unknown()),
  cluster: v.optional(v.string()),
});
const answer = v.looseObject({ kind: v.string() });

const toPanel = v.variant('type', [
  v.object({
    type: v.literal('target'),
    target: v.object({
      uri: v.optional(v.string()),
      label: v.string(),
      pinned: v.boolean(),
      remembered: v.record(v.string(), v.unknown()),
      command: v.optional(command),
    }),
  }),
  v.object({ type: v.literal('answer'), id: v.number(), final: v.boolean(), answer }),
  v.object({ type: v.literal('failed'), id: v.number(), why: v.string() }),
  v.object({ type: v.literal('changed') }),
  v.object({ type: v.literal('cursor'), uri: v.string(), position }),
  v.object({ type: v.literal('applied'), label: v.string(), done: v.boolean() }),
  v.object({ type: v.literal('do'), command }),
]);

/** Whether something that came from outside is a message of the host. Answers are checked by their kind alone: they are the server's. */
export function isToPanel(data: unknown): data is ToPanel {
  return v.is(toPanel, data);
}
