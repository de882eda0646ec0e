import type { Cluster, Resource } from '../../../cluster/model.js';

/** A subscription of one server to another that subscribes to it in turn. */
export interface Loop {
  readonly subscription: Resource;
  readonly back: Resource;
}

/** Pairs of subscriptions that bring the same tables there and back. Tables that are not told count as the same. */
export function loopsOf(cluster: Cluster): readonly Loop[] {
  const links = cluster.links.filter(({ kind }) => kind === 'logical');
  return links.flatMap(link =>
    links.flatMap((back): readonly Loop[] => {
      if (back.from !== link.to || back.to !== link.from || link.from === link.to) return [];
      const there = cluster.resources.find(({ origin }) => origin === link.origin);
      const here = cluster.resources.find(({ origin }) => origin === back.origin);
      if (there === undefined || here === undefined) return [];
      const a = tablesOf(cluster, link.filter ?? '');
      const b = tablesOf(cluster, back.filter ?? '');
      const same =
        a === undefined || b === undefined || a.has('*') || b.has('*') || [...a].some(name => b.has(name));
      return same ? [{ subscription: there, back: here }] : [];
    }),
  );
}

function tablesOf(cluster: Cluster, publications: string): ReadonlySet<string> | undefined {
  const names = publications.split(', ');
  const found = cluster.resources.filter(({ kind, name }) => kind === 'publication' && names.includes(name));
  const tables = found.flatMap(({ settings }) => settings.postgres?.list('tables') ?? []);
  return tables.length === 0 ? undefined : new Set(tables);
}
