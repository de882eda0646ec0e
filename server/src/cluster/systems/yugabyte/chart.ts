import { entryAt, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { isUntold } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { repositoryOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { YugabyteData } from './data.js';
import { YUGABYTE_PARAMETERS } from './parameters.js';

/**
 * Values of the yugabyte chart. There are as many copies as masters, unless a file is one zone of several (`isMultiAz`):
 * templates/master-gflags-secret.yaml of https://github.com/yugabyte/charts.
 */
export const CHART: ConfigFormat<YugabyteData> = {
  title: 'values of the yugabyte chart',
  detects: ({ name, text }) =>
    /\.ya?ml(?:\.[a-z0-9]+)?$/.test(name) &&
    /^\s*(?:replicas|gflags|masterAddresses):/m.test(text) &&
    /yugabyte|tserver/.test(text) &&
    !/^(?:apiVersion|services|kind):/m.test(text),
  read: source => {
    const root = source.yaml[0];
    const values = [root, valueAt(root, 'yugabyte'), valueAt(root, 'yugabytedb')].find(each =>
      isValues(each),
    );
    return values === undefined ? [] : serversOf(source, values);
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.at(-2) === 'gflags' && /^(?:master|tserver)$/.test(path.at(-1) ?? '')
        ? { table: YUGABYTE_PARAMETERS }
        : undefined,
  },
};

function isValues(node: Node | undefined): node is Node {
  const repository = textAt(node, 'Image', 'repository')?.value;
  return (
    (repository !== undefined && /(?:^|\/)yugabyte(?:db)?$/.test(repositoryOf(repository))) ||
    ['replicas', 'gflags'].some(
      key => valueAt(node, key, 'master') !== undefined && valueAt(node, key, 'tserver') !== undefined,
    )
  );
}

const MAX_SERVERS = 1000;

function serversOf(source: Source, values: Node): Fragment<YugabyteData>[] {
  const multi = valueAt(values, 'isMultiAz');
  const isMulti = multi?.kind === 'scalar' && multi.value === true;
  const zone = textAt(values, 'AZ');
  const masters = entryAt(values, 'replicas', 'master');
  const total = entryAt(values, 'replicas', 'totalMasters');
  const factor = isMulti ? total : masters;
  const place = source.origin(
    factor?.keySpan ?? entryAt(values, 'replicas')?.keySpan ?? { start: 0, end: 0 },
  );
  const common: Written[] = [
    {
      key: 'replication_factor',
      raw: countOf(factor?.value),
      keyOrigin: place,
      origin: factor === undefined ? place : source.origin(factor.value.span),
    },
  ];
  if (zone?.value !== undefined && zone.value !== '') {
    const origin = source.origin(zone.span);
    common.push({
      key: 'placement_zone',
      raw: isUntold(zone.value) ? undefined : zone.value,
      keyOrigin: origin,
      origin,
    });
  }
  const addresses = entryAt(values, 'masterAddresses');
  const known = addresses?.value.kind === 'scalar' ? addresses.value.value : undefined;
  const suffix = isMulti && zone?.value ? ` (${zone.value})` : '';
  return (['master', 'tserver'] as const).flatMap(what => {
    const entry = entryAt(values, 'replicas', what);
    const count = countOf(entry?.value);
    const origin = entry === undefined ? place : source.origin(entry.keySpan);
    const written = [
      ...common,
      ...writtenIn(source, valueAt(values, 'gflags', what)),
      ...(typeof known === 'string' && known !== '' && addresses !== undefined
        ? [
            {
              key: what === 'master' ? 'master_addresses' : 'tserver_master_addrs',
              raw: isUntold(known) ? undefined : known,
              keyOrigin: source.origin(addresses.keySpan),
              origin: source.origin(addresses.value.span),
            },
          ]
        : []),
    ].filter(({ key }) => YUGABYTE_PARAMETERS.find(key) !== undefined);
    return Array.from(
      { length: Math.max(0, Math.min(count ?? 1, MAX_SERVERS)) },
      (_, i): Fragment<YugabyteData> => ({
        system: 'yugabyte',
        uri: source.uri,
        origin,
        data: {
          kind: 'server',
          what,
          chart: true,
          folder: folderOfUri(source.uri),
          name: `yb-${what}-${i}${suffix}`,
          hosts: [`yb-${what}-${i}`, `yb-${what}-${i}.yb-${what}s`],
          copies: count === undefined ? undefined : 1,
          written,
          origin,
        },
      }),
    );
  });
}

/** Three by default. */
function countOf(node: Node | undefined): number | undefined {
  return node === undefined ? 3 : numberAt(node)?.value;
}
