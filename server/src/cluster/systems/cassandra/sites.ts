import type { Site } from '../../model.js';
import type { Settings } from '../../settings.js';
import type { NodeDraft, RackDcDraft, TopologyDraft } from './data.js';

/** Snitches that find the place out from the machine's own region and zone. */
const CLOUD = /^(?:Ec2|GoogleCloud|Azure|Alibaba|Cloudstack)/;

/** The class of the snitch without its package. */
export function snitchOf(settings: Settings): string | undefined {
  return settings.text('endpoint_snitch')?.split('.').pop();
}

/** True where the snitch takes the place from `cassandra-rackdc.properties`. */
export function readsRackDc(snitch: string): boolean {
  return snitch === 'GossipingPropertyFileSnitch';
}

/**
 * Where the node stands, as its snitch says it; undefined parts are not known. Regions stay empty: in Cassandra's words a
 * data centre is the larger site and a rack the smaller.
 */
export function siteOf(
  node: NodeDraft,
  settings: Settings,
  rackdc: RackDcDraft | undefined,
  topology: TopologyDraft | undefined,
): Site {
  if (settings.isHidden('endpoint_snitch')) return {};
  // A file without it is a part of a config: the rest stands elsewhere. Images have it.
  if (node.from === 'file' && settings.given('endpoint_snitch') === undefined) return {};
  const snitch = node.from === 'operator' ? 'GossipingPropertyFileSnitch' : snitchOf(settings);
  if (snitch === undefined || CLOUD.test(snitch)) return {};
  if (snitch === 'SimpleSnitch') return { zone: 'datacenter1', rack: 'rack1' };
  if (snitch === 'RackInferringSnitch') {
    const octets = /^\d{1,3}\.(\d{1,3})\.(\d{1,3})\.\d{1,3}/.exec(node.addresses[0] ?? '');
    return octets ? { zone: octets[1]!, rack: octets[2]! } : {};
  }
  if (snitch === 'PropertyFileSnitch') {
    const own = topology?.nodes.find(({ address }) =>
      node.addresses.some(each => sameHost(each, address.text)),
    );
    const place = own ?? (topology === undefined ? undefined : topology.byDefault);
    return place === undefined ? {} : { zone: place.dc, rack: place.rack };
  }
  const dc = node.place.dc ?? rackdc?.place.dc;
  const rack = node.place.rack ?? rackdc?.place.rack;
  return {
    ...(dc === undefined ? {} : { zone: dc.text }),
    ...(rack === undefined ? {} : { rack: rack.text }),
  };
}

export function sameHost(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(address: string): string {
  return address.toLowerCase().replace(/^([^:]+):\d+$/, '$1');
}
