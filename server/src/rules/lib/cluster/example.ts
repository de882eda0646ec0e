import type { System } from '../../../cluster/systems.js';
import type { Example } from '../../rule.js';

/** A workspace of config files as an example of a rule: file names and texts. */
export function clusterExample(
  system: System,
  files: Readonly<Record<string, string>>,
  says?: string,
): Example {
  return { dialect: system, sql: '', files, ...(says === undefined ? {} : { says }) };
}
