import type { Member } from '../../cluster/model.js';
import type { Host, Process } from '../world/places.js';

/** A process to be laid out. */
export interface Planned {
  readonly member: Member;
  readonly program: string;
  readonly serves: boolean;
  /** What its machine is called as well. */
  readonly machine?: string;
}

export interface Layout {
  readonly hosts: readonly Host[];
  readonly processes: readonly Process[];
}

/**
 * Puts processes on hosts: members whose files name the same machine share one, any other has a host of its own. A host
 * goes by the name of its first member and answers to the addresses of all.
 */
export function layOut(planned: readonly Planned[]): Layout {
  const places = new Map<string, number>();
  const hosts: (Host & { readonly aliases: string[] })[] = [];
  const processes = planned.map(({ member, program, serves, machine }): Process => {
    const { site, id } = member;
    const key = site.host?.toLowerCase() ?? `member ${id}`;
    let host = places.get(key);
    if (host === undefined) {
      places.set(key, (host = hosts.length));
      hosts.push({
        name: id,
        aliases: site.host === undefined ? [] : [site.host],
        client: false,
        ...(site.region === undefined ? {} : { region: site.region }),
        ...(site.zone === undefined ? {} : { zone: site.zone }),
      });
    }
    const { aliases } = hosts[host]!;
    if (machine !== undefined && !aliases.includes(machine)) aliases.push(machine);
    for (const address of member.addresses) {
      const bare = address.replace(/:\d+$/, '');
      for (const each of [address, bare]) if (!aliases.includes(each)) aliases.push(each);
    }
    return { name: id, host, program, member: id, serves };
  });
  return { hosts, processes };
}
