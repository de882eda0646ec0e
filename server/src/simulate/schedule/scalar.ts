/** Words that YAML reads as something else than a text, in any of its versions. */
const SPECIAL = /^(?:true|false|null|yes|no|on|off|y|n|inf|nan)$/i;

/**
 * A text as a YAML scalar that also stands within `[...]` and `{...}`: bare where it is a plain word or a time, quoted otherwise.
 * What is quoted is JSON, too, and holds nothing that is not printable.
 */
export function yamlScalar(text: string): string {
  return /^(?:[A-Za-z_][\w.-]*|-?\d+ms)$/.test(text) && !SPECIAL.test(text) ? text : jsonString(text);
}

/** A text in double quotes, as JSON has it, on one line, with all but printable ASCII escaped. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A time in ms for people: `10s`, `1500ms`. */
export function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
