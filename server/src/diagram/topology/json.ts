import type { Cluster, Guarantee, Member, SettingsBySystem } from '../../cluster/model.js';
import { printVersion } from '../../cluster/version.js';
import type { Origin } from '../../sql/reading.js';

/** A cluster as plain data, places as the caller prints them. Durations in ms, sizes in bytes. */
export function clusterJson(
  cluster: Cluster,
  guarantees: readonly Guarantee[],
  placeOf: (origin: Origin) => unknown,
): unknown {
  const { id, name, system, systems, versions, links, commit, failover, coordination, missing, open } =
    cluster;
  return {
    id,
    name,
    system,
    systems: [...systems],
    versions: Object.fromEntries(
      Object.entries(versions).map(([key, known]) => [key, known && printVersion(known.version)]),
    ),
    open,
    place: placeOf(cluster.origin),
    files: cluster.sources,
    commit: placed(commit, placeOf),
    failover: placed(failover, placeOf),
    ...(coordination === undefined ? {} : { coordination: placed(coordination, placeOf) }),
    members: cluster.members.map(member => memberJson(member, placeOf)),
    links: links.map(link => placed(link, placeOf)),
    resources: cluster.resources.map(({ kind, name: own, copies, settings, origin }) => ({
      kind,
      name: own,
      ...(copies === undefined ? {} : { copies }),
      settings: settingsJson(settings, placeOf),
      place: placeOf(origin),
    })),
    routers: cluster.routers.map(({ id: own, system: kind, purpose, targets, check, origin }) => ({
      id: own,
      system: kind,
      purpose,
      targets: targets.map(({ text }) => text),
      ...(check === undefined ? {} : { check: check.text }),
      place: placeOf(origin),
    })),
    clients: cluster.clients.map(({ id: own, system: kind, targets, settings, origin }) => ({
      id: own,
      system: kind,
      targets: targets.map(({ text }) => text),
      settings: settingsJson(settings, placeOf),
      place: placeOf(origin),
    })),
    settings: settingsJson(cluster.settings, placeOf),
    guarantees: guarantees.map(each => ({
      ...each,
      because: each.because.map(({ sentence, origin }) => ({
        sentence,
        ...(origin === undefined ? {} : { place: placeOf(origin) }),
      })),
    })),
    missing: missing.map(({ what, origin }) => ({ what, place: placeOf(origin) })),
  };
}

function memberJson(member: Member, placeOf: (origin: Origin) => unknown): unknown {
  const { settings, origin, version, ...rest } = member;
  return {
    ...rest,
    ...(version === undefined ? {} : { version: printVersion(version) }),
    settings: settingsJson(settings, placeOf),
    place: placeOf(origin),
  };
}

/** What was written, and what the system makes of it where that differs. */
function settingsJson(settings: SettingsBySystem, placeOf: (origin: Origin) => unknown): unknown {
  return Object.fromEntries(
    Object.entries(settings).map(([system, own]) => [
      system,
      Object.fromEntries(
        (own?.written ?? []).flatMap(({ key, origin }) => {
          const setting = own?.get(key);
          if (setting === undefined) return [];
          const { parameter, value, effective, because } = setting;
          return [
            [
              parameter.name,
              {
                value: value ?? null,
                ...(effective === value ? {} : { effective: effective ?? null, because }),
                place: placeOf(origin),
              },
            ],
          ];
        }),
      ),
    ]),
  );
}

function placed<T extends { readonly origin?: Origin }>(
  { origin, ...rest }: T,
  placeOf: (origin: Origin) => unknown,
): unknown {
  return { ...rest, ...(origin === undefined ? {} : { place: placeOf(origin) }) };
}
