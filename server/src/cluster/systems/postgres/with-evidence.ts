import type { Cluster } from '../../model.js';
import type { Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { isAtLeast } from '../../version.js';
import type { PostgresData } from './data.js';
import { areSeveralNear, evidenceNear, isNear, versionNear } from './evidence.js';
import { type NodeGroup, surroundingsOf } from './groups.js';
import { type PostgresNode, withoutRecovery } from './nodes.js';

/**
 * Nodes with what is told beside their configs: the version where they say none, and where servers subscribe to each
 * other, that a name like `replica` alone makes no standby.
 */
export function withEvidence(
  nodes: readonly PostgresNode[],
  fragments: readonly Fragment<PostgresData>[],
): readonly PostgresNode[] {
  return nodes.map(node => {
    const around = surroundingsOf(node);
    const near = versionNear(fragments, around);
    // A recovery.conf beside an image that refuses it is left over, and no reason to think of another version.
    const isLeftOver = node.version === undefined && near !== undefined && isAtLeast(near.version, '12');
    const version = node.version ?? near;
    // Before 12 recovery.conf makes a standby and since then standby.signal: primary_conninfo alone makes none.
    const subscribes =
      node.role === 'standby' &&
      !node.signal &&
      fragments.some(
        ({ data }) =>
          (data.kind === 'subscription' || (data.kind === 'evidence' && data.tells === 'subscription')) &&
          isNear(data.folder.replace(/#.*/s, ''), around),
      );
    const slot = node.role !== 'standby' ? undefined : slotNear(node, fragments, around);
    const written = isLeftOver ? withoutRecovery(node) : node.written;
    return {
      ...node,
      version,
      written: [...written, ...(slot === undefined ? [] : [slot]), ...archiveNear(node, fragments, around)],
      ...(subscribes ? { role: 'unknown' as const } : {}),
    };
  });
}

/**
 * A slot that a script makes or copies by, for a standby of which no file names one: which one it has is not told. So it is
 * where a script copies all anew at each start, which may name one.
 */
function slotNear(
  { written }: PostgresNode,
  fragments: readonly Fragment<PostgresData>[],
  around: string,
): Written | undefined {
  if (written.some(({ key }) => key === 'primary_slot_name')) return undefined;
  const script = fragments.find(
    ({ data }) =>
      data.kind === 'evidence' &&
      (data.tells === 'slot' || data.tells === 'copied anew') &&
      isNear(data.folder, around),
  );
  return script === undefined
    ? undefined
    : { key: 'primary_slot_name', raw: undefined, keyOrigin: script.origin, origin: script.origin };
}

/** How log is archived, where a script says it beside the config: after it, or in its place. */
function archiveNear(
  { written }: PostgresNode,
  fragments: readonly Fragment<PostgresData>[],
  around: string,
): readonly Written[] {
  if (!written.some(({ key }) => key.toLowerCase() === 'archive_mode')) return [];
  const script = fragments.find(
    ({ data }) => data.kind === 'evidence' && data.tells === 'archives' && isNear(data.folder, around),
  );
  return script === undefined
    ? []
    : [{ key: 'archive_command', raw: undefined, keyOrigin: script.origin, origin: script.origin }];
}

/** A cluster whose standbys something promotes that is no config: a script, or a manager whose files are not shown. */
export function withSteps(
  cluster: Cluster,
  group: NodeGroup,
  fragments: readonly Fragment<PostgresData>[],
): Cluster {
  const node = group.primary ?? group.standbys[0];
  if (node === undefined || cluster.failover.kind !== 'manual') return cluster;
  const near = evidenceNear(fragments, surroundingsOf(node));
  // Of a server that is a replica by its name alone nobody knows what it follows, and how.
  const follows =
    near.some(({ tells }) => tells === 'standby') || group.standbys.some(each => isToldToFollow(each));
  const steps = !follows || near.some(({ tells }) => tells === 'promotion' || tells === 'manager');
  return steps ? { ...cluster, failover: { ...cluster.failover, steps } } : cluster;
}

function isToldToFollow({ upstream, signal, recovery, written }: PostgresNode): boolean {
  return (
    upstream !== undefined ||
    signal ||
    recovery !== undefined ||
    written.some(({ key }) => /^(?:primary_conninfo|primary_slot_name|standby_mode)$/i.test(key))
  );
}

/** A cluster of which the notes near by name several versions, and its own files none. */
export function withDoubt(
  cluster: Cluster,
  group: NodeGroup,
  fragments: readonly Fragment<PostgresData>[],
): Cluster {
  const node = group.primary ?? group.standbys[0];
  return node !== undefined &&
    cluster.versions.postgres === undefined &&
    areSeveralNear(fragments, surroundingsOf(node))
    ? { ...cluster, severalVersions: true }
    : cluster;
}
