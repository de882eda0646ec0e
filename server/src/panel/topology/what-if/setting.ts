import type { Cluster } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import { isSystem, type System } from '../../../cluster/systems.js';
import { KNOBS, type Knob } from './knobs.js';

/** A knob at a cluster: what counts there, and every list of settings that may say so. */
export interface Turned {
  /** `patroni.ttl`. */
  readonly id: string;
  readonly cluster: Cluster;
  readonly system: System;
  readonly knob: Knob;
  readonly setting: Setting;
  /** Lists of settings that have the parameter, the one that `setting` comes from first. */
  readonly lists: readonly Settings[];
}

/** The knobs that a cluster has, what coordinates it included. */
export function knobsOf(cluster: Cluster, all: readonly Cluster[]): readonly Turned[] {
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  const found: Turned[] = [];
  for (const each of service === undefined ? [cluster] : [cluster, service]) {
    for (const system of systemsOf(each)) {
      for (const knob of KNOBS[system] ?? []) {
        const turned = turnedOf(each, system, knob);
        if (turned !== undefined && !found.some(({ id }) => id === turned.id)) found.push(turned);
      }
    }
  }
  return found;
}

/** One knob by its id; undefined: the cluster has none such, or nothing is known of it. */
export function knobOf(cluster: Cluster, all: readonly Cluster[], id: string): Turned | undefined {
  return knobsOf(cluster, all).find(each => each.id === id);
}

/** The cluster's own system first. */
function systemsOf({ system, systems, members }: Cluster): readonly System[] {
  const found = new Set<System>([system, ...systems]);
  for (const { settings } of members)
    for (const name of Object.keys(settings)) if (isSystem(name)) found.add(name);
  return [...found];
}

function turnedOf(cluster: Cluster, system: System, knob: Knob): Turned | undefined {
  const values = knob.valuesIn?.(cluster);
  if (values?.length === 0 || knob.counts?.(cluster) === false) return undefined;
  const lists = listsOf(cluster, system).filter(settings => settings.table.find(knob.name) !== undefined);
  const says = (settings: Settings) => lastWritten(settings, knob.name) !== undefined;
  const first = lists.find(says) ?? lists[0];
  const setting = first?.get(knob.name);
  if (first === undefined || setting === undefined || setting.parameter.name !== knob.name) return undefined;
  // What a template decides nobody knows.
  if (lists.some(settings => settings.isHidden(knob.name)) || setting.problem !== undefined) return undefined;
  return {
    id: `${system}.${knob.name}`,
    cluster,
    system,
    knob: values === undefined ? knob : { ...knob, values },
    setting,
    lists: [first, ...lists.filter(each => each !== first)],
  };
}

/** Settings of the whole, of its members, of what is replicated by rules of its own, and of programs. */
function listsOf(cluster: Cluster, system: System): readonly Settings[] {
  const members = [...cluster.members].sort((a, b) => Number(b.leader === true) - Number(a.leader === true));
  const all = [
    cluster.settings,
    ...[...members, ...cluster.resources, ...cluster.clients].map(each => each.settings),
  ];
  return [...new Set(all.flatMap(settings => settings[system] ?? []))];
}

/** The line that counts of those that write a parameter. */
export function lastWritten(settings: Settings, name: string): Written | undefined {
  return settings.given(name)?.written;
}
