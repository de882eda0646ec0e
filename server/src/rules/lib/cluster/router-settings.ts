import type { Written } from '../../../cluster/settings.js';

/** True for a switch or number that is written as none: `0`, `false`, `no`. Not for what a template hides. */
export function isOff({ raw }: Written): boolean {
  return raw !== undefined && /^(?:0+|false|no|off|0m?s)$/i.test(String(raw).trim());
}
