import type { WhatIf, WhatIfValue } from '../../../server/src/protocol/topology-panel.js';
import { count } from '../words.js';

/** A parameter's value as people write it: `30 s`, `20 ms`, `strict`, `on`. */
export function valueWords(value: WhatIfValue, control: WhatIf['control']): string {
  if (control.kind === 'choice')
    return control.options.find(option => option.value === value)?.label ?? String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (control.kind === 'range' && typeof value === 'number')
    return control.unit === 'count' ? count(value) : `${count(value)} ${control.unit}`;
  return String(value);
}
