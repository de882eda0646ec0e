import { isHidden } from '../../documents/templates.js';

/**
 * A text after compose has filled in its variables: `${NAME:-value}` becomes the value that stands there, `$$` a dollar
 * sign. A variable that only the machine knows stays as it is written.
 */
export function substituted(text: string, known: ReadonlyMap<string, string> = new Map(), depth = 0): string {
  if (!text.includes('$') || depth > 4) return text;
  return text.replace(VARIABLE, (all, bare: string | undefined, name?: string, rest?: string) => {
    if (all === '$$') return '$';
    const value = known.get(bare ?? name ?? '');
    if (value !== undefined) return value;
    const fallback = /^:?-([\s\S]*)$/.exec(rest ?? '');
    return fallback ? substituted(fallback[1]!, known, depth + 1) : all;
  });
}

const VARIABLE = /\$\$|\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)((?:[^${}]|\$\{[^{}]*\}|\$)*)\}/g;

/** True where the text does not tell the value: a template, or a variable of the machine. */
export function isUntold(text: string): boolean {
  return isHidden(text) || /\$(?:[A-Za-z_{(\d@*#?!-]|$)|`/.test(text);
}
