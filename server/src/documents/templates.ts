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
    .replace(/\{%[\s\S]{0,4000}?%\}|\{#[\s\S]{0,4000}?#\}/g, found => found.replace(/[^\r\n]/g, ' '))
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

/**
 * The parts of a template that only count under some condition: between `{% if %}` and `{% endif %}` of Jinja, `{{ if }}` and
 * `{{ end }}` of Go, `<% if %>` and `<% end %>` of ERB, whichever branch. In order, the outermost alone.
 */
export function conditionalSpans(text: string): readonly { readonly start: number; readonly end: number }[] {
  if (!/\{%|\{\{|<%/.test(text)) return [];
  const found: { start: number; end: number }[] = [];
  const open: { readonly start: number; readonly conditional: boolean }[] = [];
  const outside = () => open.every(({ conditional }) => !conditional);
  for (const match of text.matchAll(BLOCK)) {
    const word = (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase();
    const opens = OPENING.test(word) || (match[3] !== undefined && /\bdo\b[^%]*-?%>$/.test(match[0]));
    if (opens) {
      if (open.length < 200)
        open.push({ start: match.index, conditional: /^(?:if|unless|with|case)$/.test(word) });
    } else if (/^end/.test(word)) {
      const last = open.pop();
      if (last?.conditional && outside())
        found.push({ start: last.start, end: match.index + match[0].length });
    }
  }
  // One that is never closed goes to the end.
  const first = open.find(({ conditional }) => conditional);
  return first === undefined ? found : [...found, { start: first.start, end: text.length }];
}

const OPENING = /^(?:if|unless|for|range|with|define|block|case|while|macro|filter|call|raw)$/;
const BLOCK =
  /\{%[-+]?\s*([a-z]+)[^%]{0,1000}(?:%(?!\})[^%]{0,1000}){0,20}%\}|\{\{-?\s*(if|range|with|define|block|end)\b[^}]{0,1000}\}\}|<%-?\s*(?!=)(\w+)[^%]{0,1000}%>/gi;
