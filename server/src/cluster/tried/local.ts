import { folderOfUri, liesBelow } from '../folders.js';
import { hostOf } from '../hosts.js';
import type { Cluster } from '../model.js';
import type { Fragment } from '../module.js';
import type { Started } from '../placing/started.js';
import { isServed } from './serving.js';

/**
 * True where containers of one composition, on one machine, are all that the cluster consists of, and nothing deploys them to a
 * server.
 */
export function isLocal({ members, sources }: Cluster, fragments: readonly Fragment[]): boolean {
  if (members.length === 0) return false;
  return fragments.some(({ system, uri, data }) => {
    if (system !== 'trial') return false;
    const { says, from, hosts, spread, reaches } = data as Started;
    if (says !== 'starts' || from !== 'compose' || spread || isServed(uri, fragments)) return false;
    const folder = folderOfUri(uri);
    if (!sources.every(each => liesBelow(each, folder))) return false;
    // Addresses that none of its networks has are those of other machines.
    if (members.some(({ addresses }) => addresses.some(address => isForeign(hostOf(address), hosts))))
      return false;
    // All of it is mounted.
    if (sources.every(each => each === uri || reaches.some(path => each === path || liesBelow(each, path))))
      return true;
    return members.every(({ id, addresses }) =>
      [id, ...addresses].some(address => {
        const host = hostOf(address);
        return hosts.includes(host) || LOOPBACK.test(host);
      }),
    );
  });
}

function isForeign(host: string, hosts: readonly string[]): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) && !/^(?:127|0)\./.test(host) && !hosts.includes(host);
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|host\.docker\.internal)$/;
