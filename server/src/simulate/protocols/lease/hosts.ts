import { hostOf } from '../../../cluster/join.js';
import type { Member } from '../../../cluster/model.js';
import type { Host, Process } from '../../world/places.js';

/** Puts processes on hosts: members whose addresses name the same machine share it. */
export class Hosts {
  readonly hosts: { name: string; aliases: string[]; region?: string; zone?: string; client: boolean }[] = [];
  readonly processes: Process[] = [];
  private readonly byAddress = new Map<string, number>();

  /** The host of a member, made where it is not known yet. */
  of(member: Member): number {
    const addresses = [...(member.site.host === undefined ? [] : [member.site.host]), ...member.addresses];
    return this.at(member.id, addresses, member.site);
  }

  /** @param addresses What others reach it by; those of the machine itself (`localhost`) tell nothing. */
  at(name: string, addresses: readonly string[], site: Member['site'] = {}): number {
    const keys = addresses.map(hostOf).filter(key => key !== '' && !LOOPBACK.test(key));
    let host = keys.map(key => this.byAddress.get(key)).find(found => found !== undefined);
    if (host === undefined) {
      host = this.hosts.length;
      const { region, zone } = site;
      this.hosts.push({
        name: this.hosts.some(each => each.name === name) ? (keys[0] ?? `${name} (${host})`) : name,
        aliases: [],
        ...(region === undefined ? {} : { region }),
        ...(zone === undefined ? {} : { zone }),
        client: false,
      });
    }
    const { aliases } = this.hosts[host]!;
    for (const alias of [...addresses, ...keys]) if (!aliases.includes(alias)) aliases.push(alias);
    for (const key of keys) if (!this.byAddress.has(key)) this.byAddress.set(key, host);
    return host;
  }

  /** Adds a process; answers its index. */
  run(host: number, program: string, name: string, more: Pick<Process, 'serves' | 'member'>): number {
    const free = this.processes.some(each => each.name === name)
      ? `${this.hosts[host]!.name}/${program}`
      : name;
    return this.processes.push({ name: free, host, program, ...more }) - 1;
  }

  get all(): readonly Host[] {
    return this.hosts;
  }
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::)$/;
