import type { Cluster, Guarantee, Member } from '../../model.js';
import type { Settings } from '../../settings.js';

type Because = Guarantee['because'][number];

/** What commits and reads get on PostgreSQL with physical standbys, whoever decides about failovers. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const primary = cluster.members.find(({ leader }) => leader === true) ?? cluster.members[0];
  const standbys = cluster.members.filter(member => member !== primary && member.role === 'data');
  const isLogical = cluster.links.some(({ kind }) => kind === 'logical');
  if (primary === undefined || isLogical) return [];
  const settings = primary.settings.postgres;
  const hidden = settings?.isHidden('synchronous_standby_names') === true;
  if (hidden) return [];
  return [
    commitOf(cluster, settings, standbys),
    readOfPrimary(cluster),
    ...(standbys.length > 0 ? [readOfStandby(cluster, standbys)] : []),
  ];
}

function commitOf(cluster: Cluster, settings: Settings | undefined, standbys: readonly Member[]): Guarantee {
  const { commit, failover } = cluster;
  const sync = commit.count > 0;
  const isOff = settings?.text('synchronous_commit') === 'off';
  const delay = settings?.number('wal_writer_delay');
  const because: Because[] = [];
  const at = (name: string) => {
    const origin = settings?.given(name)?.written.origin;
    return origin === undefined ? {} : { origin };
  };
  if (sync) {
    const level = { received: 'has received it', durable: 'has it on disk', applied: 'has applied it' };
    const what = commit.level in level ? level[commit.level as keyof typeof level] : 'has it';
    because.push({
      sentence: `A commit is told when ${commit.count === 1 ? 'one standby' : `${commit.count} standbys`} ${commit.count === 1 ? what : what.replace(/^has/, 'have')}${commit.degrades ? ', or at once while none is there' : ', and waits without end where none is there'}.`,
      ...(commit.origin ? { origin: commit.origin } : {}),
    });
    because.push({
      sentence: 'Nothing is lost where the one that is promoted is among those that acknowledged.',
    });
  } else if (standbys.length > 0) {
    because.push({
      sentence: 'No commit waits for a standby: what it has not received when the primary is lost is gone.',
      ...at('synchronous_standby_names'),
    });
  }
  if (isOff) {
    because.push({
      sentence: `synchronous_commit is off: a crash of the primary alone loses up to ${delay === undefined ? 'three rounds of the log writer' : `${3 * delay} ms`}.`,
      ...at('synchronous_commit'),
    });
  }
  if (settings?.flag('fsync') === false) {
    because.push({ sentence: 'fsync is off: a power cut can take everything.', ...at('fsync') });
  }
  const durable = settings?.flag('fsync') !== false && !isOff;
  return {
    operation: 'commit',
    writes: true,
    consistency: 'linearizable',
    partition: sync && !commit.degrades ? 'C' : 'A',
    otherwise: sync ? 'C' : 'L',
    copies: (durable ? 1 : 0) + (sync && !commit.degrades ? commit.count : 0),
    ...(standbys.length === 0
      ? {}
      : { rpoMs: sync && !commit.degrades ? (0 as const) : ('unbounded' as const) }),
    ...(failover.kind === 'manual'
      ? { rtoMs: 'manual' as const }
      : failover.detectMs !== undefined
        ? { rtoMs: failover.detectMs }
        : {}),
    because,
  };
}

function readOfPrimary({ failover }: Cluster): Guarantee {
  const automatic = failover.kind === 'automatic';
  return {
    operation: 'read from the primary',
    writes: false,
    consistency: 'linearizable',
    partition: automatic ? 'A' : 'C',
    otherwise: 'L',
    because: [
      {
        sentence: automatic
          ? 'There is one primary, save while one that was cut off does not know yet that another was promoted.'
          : 'There is one primary, as nothing promotes another by itself.',
        ...(failover.origin ? { origin: failover.origin } : {}),
      },
    ],
  };
}

function readOfStandby(cluster: Cluster, standbys: readonly Member[]): Guarantee {
  const { commit } = cluster;
  const candidates = commit.of ?? standbys.map(({ id }) => id);
  const all =
    commit.level === 'applied' &&
    !commit.degrades &&
    commit.count >= candidates.length &&
    standbys.every(({ id }) => candidates.includes(id));
  const delays = standbys.map(member => member.settings.postgres?.number('recovery_min_apply_delay') ?? 0);
  const delay = Math.max(0, ...delays);
  const because: Because[] = all
    ? [
        {
          sentence:
            'Every standby has applied a commit before the client is told, so one reads one’s own writes; two standbys may still show a new row at different times.',
          ...(commit.origin ? { origin: commit.origin } : {}),
        },
      ]
    : [
        {
          sentence:
            commit.level === 'applied' && commit.count > 0
              ? 'Only the standbys that acknowledged have applied the commit: any other may be behind.'
              : 'A standby shows a commit some time after the client is told; nothing bounds it.',
          ...(commit.origin ? { origin: commit.origin } : {}),
        },
      ];
  if (delay > 0) because.push({ sentence: `A standby replays ${delay} ms late on purpose.` });
  return {
    operation: 'read from a standby',
    writes: false,
    consistency: all ? 'session' : 'eventual',
    partition: 'A',
    otherwise: 'L',
    because,
  };
}
