import type { Named } from '../../model.js';
import { partOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import { OPTION_NAMES, SWITCHES } from './options.js';
import { writtenOf } from './written.js';

/** What a command line of mongod or mongos sets. */
export function readOptions(args: readonly Named[]): Written[] {
  const written: Written[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const found = /^--?([A-Za-z_]\w*)(=)?/.exec(arg.text);
    if (found === null) continue;
    const option = found[1]!.toLowerCase();
    const next = args[i + 1];
    const value =
      found[2] !== undefined
        ? partOf(arg, found[0].length)
        : next !== undefined && !next.text.startsWith('-')
          ? next
          : undefined;
    if (option === 'setparameter') {
      const [, name] = /^(\w+)=/.exec(value?.text ?? '') ?? [];
      if (value !== undefined && name !== undefined)
        written.push(writtenOf(`setParameter.${name}`, partOf(value, name.length + 1), arg.origin));
      continue;
    }
    const flag = SWITCHES.get(option);
    const name = OPTION_NAMES.get(option);
    if (flag !== undefined && (value === undefined || found[2] === undefined))
      written.push({ key: flag[0], raw: flag[1], keyOrigin: arg.origin, origin: arg.origin });
    else if (name !== undefined && value !== undefined) written.push(writtenOf(name, value, arg.origin));
  }
  return written;
}
