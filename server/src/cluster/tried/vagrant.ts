import { folderOfUri, liesBelow } from '../folders.js';
import type { Fragment } from '../module.js';
import type { Source } from '../source.js';

/** What a Vagrantfile or an inventory tells of machines. */
export interface Machines {
  /** `vagrant`: virtual machines of one's own; `inventory`: those that something is deployed to. */
  readonly says: 'vagrant' | 'inventory';
  readonly except: readonly string[];
  /** Addresses; of a Vagrantfile also their beginnings (`192.168.56.`, `192.168.56.1*`), where a loop counts them. */
  readonly addresses: readonly string[];
}

/** Machines that a file tells of. */
export function machinesOf(source: Source): readonly Fragment<Machines>[] {
  const { name, path, text, uri } = source;
  if (source.embedding !== undefined || text.length > MOST) return [];
  const says =
    name === 'vagrantfile'
      ? 'vagrant'
      : INVENTORY.test(path) || (/\.(?:ini|ya?ml)$/.test(name) && /\bansible_(?:ssh_)?host\b/.test(text))
        ? 'inventory'
        : undefined;
  if (says === undefined || (says === 'vagrant' && !/\.vm\.(?:provision|define)\b/.test(text))) return [];
  const bare = text.replace(/^[ \t]*[#;].*$/gm, '');
  // `192.168.56.1#{i}`: those that begin so.
  const pattern =
    says === 'vagrant'
      ? /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{0,3}(?:["']?[ \t]*\+|#\{)?/g
      : /\b\d{1,3}(?:\.\d{1,3}){3}\b(?!\/)/g;
  const addresses = [...new Set(bare.match(pattern) ?? [])]
    .map(each => each.replace(/["' \t+#{]+$/, '*'))
    .filter(each => !/^(?:127|0|255)\./.test(each));
  if (says === 'inventory' && addresses.length === 0) return [];
  return [{ system: 'trial', uri, origin: source.top, data: { says, except: [], addresses } }];
}

/**
 * True where the files lie below a Vagrantfile that makes the machines of every inventory beside it: nothing else is deployed
 * to. A role that others use is only tested so.
 */
export function isOfVagrant(uris: readonly string[], fragments: readonly Fragment[]): boolean {
  const machines = fragments.filter(
    (each): each is Fragment<Machines> =>
      each.system === 'trial' && SAYS.has((each.data as { says: string }).says),
  );
  return machines.some(({ uri, data }) => {
    if (data.says !== 'vagrant') return false;
    const folder = folderOfUri(uri);
    if (!uris.every(each => liesBelow(each, folder)) || uris.some(each => CONTAINERS.test(each)))
      return false;
    const isOwn = (address: string) =>
      data.addresses.some(
        each => each === address || (/[.*]$/.test(each) && address.startsWith(each.replace('*', ''))),
      );
    const inventories = machines.filter(
      other => other.data.says === 'inventory' && liesBelow(other.uri, folder),
    );
    if (!inventories.every(other => other.data.addresses.every(isOwn))) return false;
    return inventories.length > 0 || !fragments.some(each => isRoleAt(each, folder));
  });
}

/** True for tasks of a role that is all of the project: others deploy it. */
function isRoleAt({ system, data }: Fragment, folder: string): boolean {
  const { role } = (system === 'placing' ? data : {}) as { role?: string };
  return role === folder;
}

const SAYS: ReadonlySet<string> = new Set(['vagrant', 'inventory']);
const INVENTORY =
  /\/(?:hosts|inventory)$|\/inventor(?:y|ies)\/[^/]*$|\/(?:hosts|inventory)[\w-]*\.(?:ini|ya?ml)$/;
const CONTAINERS = /compose[^/]*\.ya?ml$|\/(?:k8s|kubernetes|helm|charts?)\//i;
const MOST = 200_000;
