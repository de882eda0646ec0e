import { readYaml } from '../../../documents/readers/yaml.js';
import { maskTemplates } from '../../../documents/templates.js';
import type { Node } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { Source } from '../../source.js';

/**
 * YAML that stands as a text inside another file (`SPILO_CONFIGURATION: |`, a ConfigMap's `patroni.yml: |`). Spans are
 * offsets in the file: everything around is read as blanks.
 */
export function embeddedYaml(source: Source, { origin }: Named): Node | undefined {
  const { start, end } = origin.span;
  const written = source.text.slice(start, end);
  const header = /^[|>][^\r\n]*(?:\r?\n|$)/.exec(written)?.[0].length;
  const quote = header === undefined && /^['"]/.test(written) ? 1 : 0;
  const from = start + (header ?? quote);
  if (from >= end - quote || end - from > MAX_LENGTH) return undefined;
  const blanks = source.text.slice(0, from).replace(/[^\r\n]/g, ' ');
  return readYaml(maskTemplates(blanks + source.text.slice(from, end - quote)))[0];
}

/** Longer texts are no configuration that somebody writes. */
const MAX_LENGTH = 512 * 1024;
