import type { Cluster } from '../../cluster/model.js';
import type { Bounds } from '../explore/stage.js';
import { DEFAULT_BOUNDS } from '../explore/verdict.js';
import { prepare } from '../families.js';
import { isPrepared } from '../family.js';
import type { SettingRef } from '../history/model.js';
import type { SettingValue } from '../report/model.js';
import { leaseModel } from './lease/index.js';
import type { TlaModel } from './model.js';
import { postgresModel } from './postgres/index.js';
import { raftModel } from './raft/index.js';
import { sentinelModel } from './sentinel/index.js';
import { type TlaFile, writeTla } from './write.js';

export type { TlaFile } from './write.js';

/** A specification, or a whole sentence that says why there is none. */
export type TlaExport = { readonly files: readonly TlaFile[] } | { readonly why: string };

/** Finds a setting that a reason names, with its effective value and where it is written. */
export type ExplainSetting = (ref: SettingRef) => SettingValue | undefined;

/**
 * A cluster and the bounds of a search as a TLA+ module and a configuration for TLC, which runs on many machines
 * (https://lamport.azurewebsites.net/tla/tla.html): for searches that are too large for one. The same input gives the same text.
 * @param all Every known cluster: what keeps the leases may be one of them.
 */
export function exportTla(
  cluster: Cluster,
  all: readonly Cluster[],
  bounds: Partial<Bounds> = {},
  explain: ExplainSetting = () => undefined,
): TlaExport {
  const prepared = prepare(cluster, all);
  if (!isPrepared(prepared)) return prepared;
  const model = FAMILIES[prepared.family]?.(
    cluster,
    { ...DEFAULT_BOUNDS, ...bounds },
    all,
    prepared.searchUnitMs,
  );
  if (model === undefined)
    return {
      why: `There is no TLA+ form of ${prepared.title}: it is searched here only, by \`faultline explore\`.`,
    };
  const name = cluster.name === '' ? cluster.id : cluster.name;
  return {
    files: writeTla(model, name, ({ because = [] }) => [
      ...new Set(because.flatMap(ref => sourceOf(ref, explain))),
    ]),
  };
}

type ToModel = (
  cluster: Cluster,
  bounds: Bounds,
  all: readonly Cluster[],
  unitMs: number,
) => TlaModel | undefined;

const FAMILIES: Readonly<Record<string, ToModel>> = {
  lease: leaseModel,
  'primary-backup': postgresModel,
  raft: raftModel,
  'redis-sentinel': sentinelModel,
};

function sourceOf(ref: SettingRef, explain: ExplainSetting): readonly string[] {
  const setting = explain(ref);
  if (setting === undefined) return [];
  const { name, value, source, written } = setting;
  const place =
    source === undefined
      ? 'the default'
      : `${source.file}:${source.range.start.line + 1}${written ? '' : ', made effective'}`;
  return [`${name} = ${value}${ref.member === undefined ? '' : ` on ${ref.member}`} (${place})`];
}
