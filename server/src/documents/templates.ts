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
