import { hostOf } from '../../join.js';
import type { PatroniData, PatroniFragment } from './fragment.js';
import { folderOf } from './group.js';

/**
 * Gives containers the file that they start with: one that they mount, or one beside them that names no node, as an image
 * takes in when it is built. What the environment says wins, as it does for Patroni. Such files are no nodes of their own.
 */
export function withMountedFiles(nodes: readonly PatroniFragment[]): readonly PatroniFragment[] {
  const services = nodes.filter(({ data }) => data.service);
  const files = nodes.filter(({ data }) => !data.service);
  if (services.length === 0 || files.length === 0) return nodes;
  const taken = new Set<PatroniFragment>();
  const merged = services.map(service => {
    const mounted = files.find(({ uri }) => service.data.mounts?.includes(uri));
    const beside = files.filter(
      ({ uri, data }) =>
        (data.name === undefined || data.hidden) &&
        folderOf([uri]) === folderOf([service.uri]) &&
        mayBelong(data, service.data),
    );
    const own = new Set([service.data.name?.text, ...service.data.addresses.map(hostOf)]);
    const addressed = beside.filter(({ data }) => data.addresses.some(address => own.has(hostOf(address))));
    const file =
      mounted ?? (addressed.length === 1 ? addressed[0] : beside.length === 1 ? beside[0] : undefined);
    if (file === undefined) return service;
    taken.add(file);
    return { ...service, data: over(file.data, service.data) };
  });
  return [...merged, ...files.filter(file => !taken.has(file))];
}

function mayBelong(file: PatroniData, service: PatroniData): boolean {
  return (
    file.scope === undefined ||
    service.scope === undefined ||
    file.hidden ||
    file.scope.text === service.scope.text
  );
}

/** The file, with what the environment says over it. */
function over(file: PatroniData, service: PatroniData): PatroniData {
  const named = file.name !== undefined && !file.hidden;
  return {
    ...service,
    scope: service.scope ?? file.scope,
    namespace: service.namespace === 'service' ? file.namespace : service.namespace,
    name: service.unnamed === true && named ? file.name : service.name,
    hidden: service.hidden || (service.scope === undefined && file.hidden),
    group: service.group ?? file.group,
    dynamic: service.dynamic.length > 0 ? service.dynamic : file.dynamic,
    dynamicParameters:
      service.dynamicParameters.length > 0 ? service.dynamicParameters : file.dynamicParameters,
    // The node is not called what a file for all says.
    local: [...file.local.filter(({ key }) => key !== 'name' || named), ...service.local],
    localParameters: [...file.localParameters, ...service.localParameters],
    hba: [...file.hba, ...service.hba],
    dcs: service.dcs ?? file.dcs,
    checksums: service.checksums ?? file.checksums,
    addresses: [...new Set([...service.addresses, ...(named ? file.addresses : [])])],
    versions: { ...file.versions, ...service.versions },
  };
}
