/** Stands for what a template fills in: of the same length as what it hides, so that offsets hold. */
export const HIDDEN = '\uE000';

/**
 * A text with the expressions of templates (`{{ name }}` of Jinja, Helm and Go) made into a value that nobody knows, and
 * their statements and comments (`{% if %}`, `{# #}`, `{{- end }}` alone on a line) made into blanks. Lengths and line
 * ends stay.
 */
export function maskTemplates(text: string): string {
  if (!text.includes('{{') && !text.includes('{%')) return text;
  return text
    .replace(/\{%[\s\S]{0,4000}?%\}|\{#[\s\S]{0,4000}?#\}/g, (found, at: number) =>
      found.replace(/[^\r\n]/g, choosesValue(found, text, at) ? HIDDEN : ' '),
    )
    .replace(
      /^[ \t]*\{\{-?\s*(?:if|else|end|range|with|define|include|template|\/\*|\$\w+\s*:?=)[^\r\n]*?\}\}[ \t]*$/gm,
      found => found.replace(/[^\r\n]/g, ' '),
    )
    .replace(/\{\{[\s\S]{0,1000}?\}\}/g, found => found.replace(/[^\r\n]/g, HIDDEN));
}

/** True for a text of which a template decides a part. */
export function isHidden(text: string): boolean {
  return text.includes(HIDDEN);
}

/** `wal_level = {% if a %}logical{% else %}replica{% endif %}`: which of them is not known. Lists are read without. */
function choosesValue(statement: string, text: string, at: number): boolean {
  if (!/^\{%[-+]?\s*(?:if|elif|else|for)\b/.test(statement)) return false;
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/\{[%#][^\r\n]*?[%#]\}/g, '');
  return /^[^#[{]*[\w"'][^#[{]*$/.test(line);
}

/** A part of a template between an opening statement and its end. */
export interface TemplateBlock {
  readonly start: number;
  readonly end: number;
  /** The statement that opens it, as written, with those of its other branches. */
  readonly guard: string;
  /** False for what counts in any case: `block`, `raw`, `define`. */
  readonly conditional: boolean;
  /** True for what may be there several times, or not at all. */
  readonly loop: boolean;
  /** It has another branch. */
  readonly otherwise: boolean;
}

/**
 * The parts of a template between a statement and its end, in order of their ends: `{% if %}` and `{% endif %}` of Jinja,
 * `{{ if }}` and `{{ end }}` of Go, `<% if %>` and `<% end %>` of ERB, `<% if { %>` and `<% } %>` of EPP.
 */
export function templateBlocks(text: string): readonly TemplateBlock[] {
  if (!/\{%|\{\{|<%/.test(text)) return [];
  const found: TemplateBlock[] = [];
  const open: { -readonly [K in keyof TemplateBlock]: TemplateBlock[K] }[] = [];
  for (const match of text.matchAll(BLOCK)) {
    const word = (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase();
    const whole = match[0];
    const last = open.at(-1);
    const ends = match.index + whole.length;
    if (/^(?:else|elif|elsif|elseif|when)$/.test(word) || (word === '}' && /\{\s*-?%>$/.test(whole))) {
      if (last !== undefined) {
        last.otherwise = true;
        last.guard += whole;
      }
    } else if (/^end|^\}/.test(word)) {
      if (last === undefined) continue;
      open.pop();
      found.push({ ...last, end: ends });
    } else {
      const inRuby = match[3] !== undefined && /\bdo\b[^%]*-?%>$|\{\s*(?:\|[^|]*\|\s*)?-?%>$/.test(whole);
      if (!OPENING.test(word) && !inRuby) continue;
      const loop = /^(?:for|range|while)$/.test(word) || (inRuby && !CONDITION.test(word));
      if (open.length < 200)
        open.push({
          start: match.index,
          end: text.length,
          guard: whole,
          conditional: CONDITION.test(word),
          loop,
          otherwise: false,
        });
    }
  }
  // Those that are never closed go to the end.
  return [...found, ...open];
}

/** The parts of a template that only count under some condition, whichever branch. In order, the outermost alone. */
export function conditionalSpans(text: string): readonly { readonly start: number; readonly end: number }[] {
  return outermost(templateBlocks(text).filter(({ conditional }) => conditional)).map(({ start, end }) => ({
    start,
    end,
  }));
}

/**
 * The parts of a template that may be left out or be there several times: those of conditions and loops, but for a condition
 * around all that the file says, or around whole resources: when there is anything, that is there.
 */
export function uncertainBlocks(text: string): readonly TemplateBlock[] {
  const blocks = templateBlocks(text);
  // What is around all stands at the beginning.
  const first = new Set([...blocks].sort((a, b) => a.start - b.start).slice(0, 5));
  return blocks.filter(
    block =>
      (block.conditional || block.loop) &&
      (block.otherwise ||
        !(
          (first.has(block) && isAllOf(text, block)) ||
          /^apiVersion[ \t]*:/m.test(text.slice(block.start, block.end))
        )),
  );
}

function isAllOf(text: string, { start, end }: TemplateBlock): boolean {
  const rest = `${text.slice(0, start)}\n${text.slice(end)}`;
  return !/^[ \t]*[^\s#]/m.test(
    rest.replace(/\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|\{\{[\s\S]*?\}\}|<%[\s\S]*?%>/g, ''),
  );
}

function outermost(blocks: readonly TemplateBlock[]): readonly TemplateBlock[] {
  let reached = 0;
  return [...blocks]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ end }) => {
      if (end <= reached) return false;
      reached = end;
      return true;
    });
}

const CONDITION = /^(?:if|unless|with|case)$/;
const OPENING = /^(?:if|unless|for|range|with|define|block|case|while|macro|filter|call|raw)$/;
const BLOCK =
  /\{%[-+]?\s*([a-z]+)[^%]{0,1000}(?:%(?!\})[^%]{0,1000}){0,20}%\}|\{\{-?\s*(if|else|range|with|define|block|end)\b[^}]{0,1000}\}\}|<%-?\s*(?!=)(@?\w+|\})[^%]{0,1000}%>/gi;
