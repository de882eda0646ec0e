import type { CreateTrigger } from '../../ast/index.js';
import type { Words } from './words.js';

/** `t BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.f()`. */
export function createTrigger(words: Words): CreateTrigger | undefined {
  const name = words.ident();
  const timing = words.skip(' BEFORE ') ? 'before' : words.skip(' AFTER ') ? 'after' : undefined;
  if (!name || !timing) return undefined;
  const said = new Set<string>();
  do {
    const event = EVENTS.find(([written]) => words.skip(written))?.[1];
    // The grammar refuses to hear one twice.
    if (event === undefined || said.has(event)) return undefined;
    said.add(event);
  } while (words.skip(' OR '));
  const table = words.skip(' ON ') ? words.qname() : undefined;
  if (!table || table.parts.length > 2 || !words.skip(' FOR EACH ')) return undefined;
  const level = words.skip('ROW') ? 'row' : words.skip('STATEMENT') ? 'statement' : undefined;
  const called = level && (words.skip(' EXECUTE FUNCTION ') || words.skip(' EXECUTE PROCEDURE '));
  const routine = called ? words.qname() : undefined;
  if (!level || !routine || routine.parts.length > 2 || !words.skip('()')) return undefined;
  return {
    kind: 'create trigger',
    name,
    table,
    timing,
    events: EVENTS.flatMap(([, event]) => (said.has(event) ? [event] : [])),
    columns: [],
    level,
    function: routine,
    orReplace: false,
  };
}

const EVENTS = [
  ['INSERT', 'insert'],
  ['UPDATE', 'update'],
  ['DELETE', 'delete'],
] as const;
