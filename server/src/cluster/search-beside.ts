import type { Fragment } from './module.js';
import type { Source } from './source.js';
import { parseVersion, type Version } from './version.js';

/** What the files of a project say of its Elasticsearch or OpenSearch, for indexes and templates that lie beside them. */
export interface SearchBeside {
  readonly products: readonly SearchProduct[];
  /** One node is all that there is, or there are several; undefined: not known. */
  readonly nodes: 'one' | 'several' | undefined;
  /** Something else makes indexes go: Curator, or a policy that a script puts in place. */
  readonly expires: boolean;
  /** A request asks for types in mappings: version 7 takes them then. */
  readonly typed: boolean;
}

export interface SearchProduct {
  readonly name: 'elasticsearch' | 'opensearch';
  readonly version: Version;
}

export const NOTHING_BESIDE: SearchBeside = { products: [], nodes: undefined, expires: false, typed: false };

/** What one file says of it. */
interface Said {
  readonly says: 'search';
  readonly except: readonly string[];
  readonly products: readonly SearchProduct[];
  readonly nodes: SearchBeside['nodes'];
  readonly expires: boolean;
  readonly typed: boolean;
}

/** The versions that a file names, and how many nodes it is about. */
export function searchBesideOf({ uri, text, top, embedding }: Source): readonly Fragment[] {
  if (
    embedding !== undefined ||
    text.length > MOST ||
    !/elastic|opensearch|discovery|curator|include_type_name|\bilm_|_ilm\b/i.test(text)
  )
    return [];
  const products = [
    ...[...text.matchAll(IMAGE)].flatMap(([, name = '', version = '']) => productOf(name, version)),
    ...[...text.matchAll(VARIABLE)].flatMap(([, name = '', version = '']) => productOf(name, version)),
    ...(SINCE_7.test(text) ? productOf('elasticsearch', '7') : []),
    ...[...text.matchAll(PACKAGE)].flatMap(([, version = '']) => productOf('elasticsearch', version)),
  ];
  const nodes = SINGLE.test(text) ? 'one' : SEVERAL.test(text) ? 'several' : undefined;
  const expires = EXPIRES.test(text);
  const typed = text.includes('include_type_name=true');
  if (products.length === 0 && nodes === undefined && !expires && !typed) return [];
  const data: Said = { says: 'search', except: [], products, nodes, expires, typed };
  return [{ system: 'trial', uri, origin: top, data }];
}

/** What all of them say together; where some say one node and others several, it is not known. */
export function searchBeside(fragments: Iterable<Fragment>): SearchBeside {
  const products: SearchProduct[] = [];
  const nodes = new Set<SearchBeside['nodes']>();
  let expires = false;
  let typed = false;
  for (const { system, data } of fragments) {
    if (system !== 'trial' || (data as { says: string }).says !== 'search') continue;
    const said = data as Said;
    products.push(...said.products);
    expires ||= said.expires;
    typed ||= said.typed;
    if (said.nodes !== undefined) nodes.add(said.nodes);
  }
  if (products.length === 0 && nodes.size === 0 && !expires && !typed) return NOTHING_BESIDE;
  return { products, nodes: nodes.size === 1 ? [...nodes][0] : undefined, expires, typed };
}

function productOf(name: string, text: string): SearchProduct[] {
  const version = parseVersion(text.replace(/\.x$/i, ''));
  if (version === undefined || version[0]! > 9) return [];
  return [{ name: /opensearch/i.test(name) ? 'opensearch' : 'elasticsearch', version }];
}

/** `docker.elastic.co/elasticsearch/elasticsearch:7.17.0`, `opensearchproject/opensearch:2`, `opensearch-2.11.0.tar.gz`. */
const IMAGE = /\b(elasticsearch(?:-oss)?|opensearch)[:-]v?(\d\.\d{1,2}(?:\.\d{1,3})?|\d(?=["'\s]))/gi;
/** `elasticsearch_version: "6.6.2"`, `ELASTIC_VERSION=8.1`, `es_version: 7.x`. */
const VARIABLE =
  /\b\w*?(elasticsearch|opensearch|elastic|elk|es|stack)_(?:\w{1,20}_)?version(?:["']?[ \t]*[:=][ \t]*|[ \t]+)["']?v?(\d\.(?:\d{1,2}(?:\.\d{1,3})?|x))/gi;
const PACKAGE =
  /\b(?:artifacts|packages)\.elastic\.co\/(?:elasticsearch|packages\/(?:oss-)?)\/?(\d\.(?:x|\d))/gi;
/** Settings that came with version 7. */
const SINCE_7 =
  /^[ \t]*(?:-[ \t]*)?["']?(?:discovery\.seed_hosts|cluster\.initial_(?:master|cluster_manager)_nodes|node\.roles)["']?[ \t]*[:=]/m;
const SINGLE = /discovery[._]type["']?[ \t]*[:=][ \t]*["']?single-node/i;
/** A list of more than one, or a quorum of more than one. */
const SEVERAL = new RegExp(
  [
    'discovery\\.(?:zen\\.ping\\.unicast\\.hosts|seed_hosts)["\']?[ \\t]*[:=][^\\n#]*?[\\w"\'},][ \\t]*,[ \\t]*["\']?[\\w{]',
    'cluster\\.initial_(?:master|cluster_manager)_nodes["\']?[ \\t]*[:=][^\\n#]*?[\\w"\'},][ \\t]*,[ \\t]*["\']?[\\w{]',
    '(?:seed_hosts|initial_master_nodes|unicast\\.hosts)["\']?[ \\t]*:[ \\t]*\\r?\\n[ \\t]*-[^\\n]*\\n[ \\t]*-',
    'minimum_master_nodes["\']?[ \\t]*[:=][ \\t]*["\']?[2-9]',
  ].join('|'),
);
const EXPIRES =
  /\belasticsearch-curator\b|\bcurator_cli\b|\b_ilm\/policy\b|\b_ism\/policies\b|\bsetup\.ilm\b|\bilm_(?:enabled|policy|rollover_alias)\b|\bdelete_indices\b/;
const MOST = 200_000;
