import { type Node, textAt, valueAt } from '../../../documents/tree.js';
import type { Span } from '../../../text/span.js';
import type { Site } from '../../model.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { MemberDraft } from './data.js';

/**
 * A member as a document or a bare address says it.
 * @param arbiter Where the text makes an arbiter of it: `rs.addArb`.
 * @param option The second argument of `rs.add`: true makes an arbiter as well.
 */
export function memberOf(
  source: Source,
  node: Node | undefined,
  arbiter?: Span,
  option?: Node,
): MemberDraft | undefined {
  if (node === undefined) return undefined;
  const isArbiter = arbiter ?? (option?.kind === 'scalar' && option.value === true ? option.span : undefined);
  const extra: Written[] =
    isArbiter === undefined
      ? []
      : [
          {
            key: 'members.arbiterOnly',
            raw: true,
            keyOrigin: source.origin(isArbiter),
            origin: source.origin(isArbiter),
          },
        ];
  if (node.kind !== 'map') {
    const host = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
    return {
      host: host === undefined ? undefined : { text: host.toLowerCase(), origin: source.origin(node.span) },
      written: extra,
      site: {},
      origin: source.origin(node.span),
    };
  }
  const host = textAt(node, 'host');
  return {
    host:
      host?.value === undefined
        ? undefined
        : { text: host.value.toLowerCase(), origin: source.origin(host.span) },
    written: [...writtenIn(source, node, 'members'), ...extra],
    site: siteOf(valueAt(node, 'tags')),
    origin: source.origin(node.span),
  };
}

/** Where the tags of a member say that it stands. */
export function siteOf(tags: Node | undefined): Site {
  const tag = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = textAt(tags, name)?.value;
      if (value !== undefined && value !== '') return value;
    }
    return undefined;
  };
  const region = tag('region', 'Region');
  const zone = tag(
    'dc',
    'DC',
    'datacenter',
    'dataCenter',
    'data_center',
    'zone',
    'az',
    'availabilityZone',
    'site',
    'location',
  );
  const rack = tag('rack', 'Rack');
  return {
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined ? {} : { zone }),
    ...(rack === undefined ? {} : { rack }),
  };
}
