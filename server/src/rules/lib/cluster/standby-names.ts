import type { Cluster, Member } from '../../../cluster/model.js';
import { applicationNameOf } from '../../../cluster/systems/postgres/application-name.js';
import { readStandbyNames, type StandbyNames } from '../../../cluster/systems/postgres/standby-names.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import { type Given, isSelfManaged, primaryOf, standbysOf } from './postgres.js';
import { isTestFile } from './test-files.js';

/** `synchronous_standby_names` of a cluster's primary, as somebody wrote it. */
export interface WrittenNames {
  readonly names: StandbyNames;
  readonly setting: Given;
  readonly text: string;
  /** Place of a part of the value. */
  place(span: Span): Origin;
}

/** Undefined where nobody wrote them, where they are empty, hidden or broken, and where a manager writes them over. */
export function writtenNames(cluster: Cluster): WrittenNames | undefined {
  if (!isSelfManaged(cluster)) return undefined;
  const settings = primaryOf(cluster)?.settings.postgres ?? cluster.settings.postgres;
  const setting = settings?.given('synchronous_standby_names');
  const text = setting?.value;
  if (setting === undefined || typeof text !== 'string') return undefined;
  const names = readStandbyNames(text)?.names;
  if (names === undefined || isTestFile(setting.written.origin)) return undefined;
  const { origin } = setting.written;
  return {
    names,
    setting,
    text,
    place: ({ start, end }) => {
      const at = origin.unit.piece.text.indexOf(text, origin.span.start);
      return at === -1 || at > origin.span.start + 1
        ? origin
        : { unit: origin.unit, span: { start: at + start, end: at + end } };
    },
  };
}

/** Standbys that commits may wait for: those in the list, or all where `*` is. */
export function candidatesOf(cluster: Cluster): readonly Member[] {
  const { commit } = cluster;
  if (commit.count === 0) return [];
  return standbysOf(cluster).filter(({ id }) => commit.of === undefined || commit.of.includes(id));
}

/** The name by which a standby of the files connects. */
export function nameOfStandby(member: Member): string | undefined {
  const settings = member.settings.postgres;
  if (!member.configured || settings === undefined) return undefined;
  // Where no file says what it connects with, a script or a tool has written that on the machine.
  if (settings.given('primary_conninfo') === undefined && settings.given('cluster_name') === undefined)
    return undefined;
  return applicationNameOf(settings);
}
