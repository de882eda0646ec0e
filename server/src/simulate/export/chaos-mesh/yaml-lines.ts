import { yamlScalar } from '../../schedule/scalar.js';

/** Plain data as it goes into a YAML file. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Data as lines of YAML in block style; lists of scalars stand on one line. */
export function yamlLines(value: Yaml, indent = ''): string[] {
  if (typeof value !== 'object') return [`${indent}${scalar(value)}`];
  if (isList(value)) {
    return value.flatMap(item => {
      const [first = '', ...rest] = yamlLines(item, `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    });
  }
  return Object.entries(value).flatMap(([key, each]) => {
    const name = `${indent}${yamlScalar(key)}:`;
    if (typeof each !== 'object') return [`${name} ${scalar(each)}`];
    if (isList(each) && each.every(item => typeof item !== 'object')) {
      return [`${name} [${each.map(item => scalar(item as string)).join(', ')}]`];
    }
    return [name, ...yamlLines(each, `${indent}  `)];
  });
}

function scalar(value: string | number | boolean): string {
  return typeof value === 'string' ? yamlScalar(value) : String(value);
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}
