import { hostOf } from '../../../cluster/join.js';
import type { Cluster } from '../../../cluster/model.js';

/** True where every member is a service of a composition that is not spread over machines (`placement`). */
export function isOneComposition({ members }: Cluster, clusters: readonly Cluster[]): boolean {
  const services = new Set<string>();
  for (const { members: others, sources } of clusters) {
    const compositions = sources.filter(uri => /compose[^/]*\.ya?ml$/i.test(uri));
    for (const { addresses, settings } of compositions.length === 0 ? [] : others) {
      const isOne = Object.values(settings).some(each =>
        each?.written.some(
          ({ origin: { unit } }) =>
            compositions.includes(unit.uri) && !/^[ \t]+placement:/m.test(unit.piece.text),
        ),
      );
      if (isOne) for (const address of addresses) services.add(hostOf(address));
    }
  }
  return members.every(({ addresses }) => addresses.some(address => services.has(hostOf(address))));
}

/** True for a composition whose services are put on several machines. */
export function isSpread(text: string): boolean {
  return /^[ \t]*(?:placement|driver):[ \t]*(?:overlay)?[ \t]*$/m.test(text);
}
