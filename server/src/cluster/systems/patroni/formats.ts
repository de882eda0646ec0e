import type { MapNode } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import type { Source } from '../../source.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import type { PatroniData } from './fragment.js';
import { PATRONI_DYNAMIC, PATRONI_LOCAL } from './parameters/index.js';
import { dynamicFrom, isDynamicText, isPatroniText, nodeFrom } from './yaml.js';

const NAMES =
  /\.(?:ya?ml|json)(?:\.(?:j2|jinja2?|tpl|tmpl|tftpl|erb|template|sample|example|dist))?$|\.(?:j2|tpl|tmpl|tftpl)$/;

/** A node's file: `patroni.yml`, `postgres0.yml`. */
export const NODE_FILE: ConfigFormat<PatroniData> = {
  title: 'patroni.yml',
  // What `patroni --generate-sample-config` prints is to be filled in first.
  detects: source =>
    NAMES.test(source.name) &&
    isPatroniText(source.text) &&
    !/^scope[ \t]*:[ \t]*["']#FIXME/m.test(source.text),
  read: source => {
    const root = mapOf(source);
    if (root === undefined) return [];
    const data = nodeFrom(source, root);
    return [{ system: 'patroni', uri: source.uri, origin: data.origin, data }];
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const [first, second, ...rest] = path;
      if (first === 'bootstrap' && second === 'dcs') return dynamicAt(rest);
      if (first === 'postgresql' && second?.startsWith('parameters')) {
        return rest.length === 0 ? { table: POSTGRES_PARAMETERS } : undefined;
      }
      return { table: PATRONI_LOCAL, ...prefixOf(path) };
    },
  },
};

/** What `patronictl edit-config` opens, kept as a file, or `patroni.dynamic.json`. */
export const DYNAMIC_FILE: ConfigFormat<PatroniData> = {
  title: 'dynamic configuration of Patroni',
  detects: source => NAMES.test(source.name) && isDynamicText(source.text),
  read: source => {
    const root = mapOf(source);
    if (root === undefined) return [];
    const data: PatroniData = {
      ...nodeFrom(source, { kind: 'map', entries: [], span: root.span }),
      ...dynamicFrom(source, root),
      kind: 'dynamic',
      origin: source.top,
    };
    return [{ system: 'patroni', uri: source.uri, origin: source.top, data }];
  },
  assist: { syntax: 'yaml', parametersAt: path => dynamicAt(path) },
};

/** The parameters below a path of the dynamic configuration. */
export function dynamicAt(
  path: readonly string[],
): ReturnType<NonNullable<ConfigFormat<PatroniData>['assist']>['parametersAt']> {
  if (path[0] === 'postgresql' && path[1]?.startsWith('parameters')) {
    return path.length === 2 ? { table: POSTGRES_PARAMETERS } : undefined;
  }
  return { table: PATRONI_DYNAMIC, ...prefixOf(path) };
}

function prefixOf(path: readonly string[]): { readonly prefix?: string } {
  return path.length === 0 ? {} : { prefix: `${path.join('.')}.` };
}

function mapOf(source: Source): MapNode | undefined {
  const root = source.yaml[0];
  return root?.kind === 'map' ? root : undefined;
}
