import type { Origin } from '../../../sql/reading.js';
import type { Cluster, Guarantee } from '../../model.js';
import { isOlder, type Version } from '../../version.js';
import { crashRecovery, demotionAfter } from './commit.js';
import { isStandbyCluster, timingOf, watchdogTimeout } from './effective.js';

type Because = Guarantee['because'][number];

/** What operations on a Patroni cluster get, from the values that it goes by. */
export function patroniGuarantees(cluster: Cluster): readonly Guarantee[] {
  const patroni = cluster.settings.patroni;
  if (patroni === undefined) return [];
  if (isStandbyCluster(patroni)) return [followed(patroni.given('standby_cluster.host')?.written.origin)];
  const timing = timingOf(patroni);
  const { commit, failover } = cluster;
  const because: Because[] = [];
  const at = (name: string, sentence: string): Because => {
    const origin = patroni.given(name)?.written.origin;
    return origin === undefined ? { sentence } : { sentence, origin };
  };
  const mode = patroni.text('synchronous_mode');
  const managed = mode === 'on' || mode === 'quorum';
  const strict = patroni.flag('synchronous_mode_strict') === true;
  const waits = commit.count > 0;
  if (waits && managed) {
    because.push(
      at(
        'synchronous_mode',
        `A commit waits for ${commit.count} standby${commit.count === 1 ? '' : 's'}, and only nodes that are known to have it may be promoted.`,
      ),
    );
    if (!strict) {
      because.push(
        at(
          'synchronous_mode_strict',
          'When no standby is left the leader goes on alone: such writes are on one node, and nobody is promoted if it is lost then.',
        ),
      );
    } else if (commit.count > 1) {
      because.push(
        at(
          'synchronous_mode_strict',
          'Strict keeps one standby, not the number that synchronous_node_count asks for.',
        ),
      );
    }
    if (strict && !isKnownNewer(patroni.version)) {
      because.push({
        sentence:
          'While no standby is known to be in step, Patroni up to 4.1.4 writes `*` in strict mode: whatever streams, pg_receivewal too, may acknowledge then.',
      });
    }
    because.push({
      sentence: 'A commit whose wait is cancelled is visible all the same, and may be lost.',
    });
  } else if (waits) {
    because.push({
      sentence:
        'PostgreSQL waits for its own synchronous standbys, but Patroni may promote one that did not have the write.',
      ...(commit.origin === undefined ? {} : { origin: commit.origin }),
    });
  } else {
    const lag = patroni.number('maximum_lag_on_failover');
    if (lag !== undefined && timing !== undefined) {
      because.push(
        at(
          'maximum_lag_on_failover',
          `A commit waits for nobody: lost may be ${bytes(lag)} of WAL, and what was written since the leader last published its position, up to ${timing.ttl / 1000} s.`,
        ),
      );
    }
  }
  const demoted = demotionAfter(patroni);
  if (demoted !== undefined) {
    because.push(
      at(
        'retry_timeout',
        patroni.flag('failsafe_mode') === true
          ? `A leader that loses the DCS stops within about ${demoted / 1000} s, unless every member answers it (failsafe_mode).`
          : `A leader that loses the DCS stops within about ${demoted / 1000} s (loop_wait + retry_timeout), however well PostgreSQL is.`,
      ),
    );
  }
  const crash = crashRecovery(patroni);
  if (crash !== undefined) {
    because.push(
      at(
        'primary_start_timeout',
        `A crash of PostgreSQL alone may take ${crash / 1000} s until there are writes again.`,
      ),
    );
  }
  because.push(...watchdogSentences(cluster));
  const rtoMs = failover.kind === 'manual' ? ('manual' as const) : failover.detectMs;
  const rpo = managed && waits ? 0 : timing?.ttl;
  const write: Guarantee = {
    operation: 'write',
    writes: true,
    consistency: 'linearizable',
    partition: 'C',
    otherwise: waits ? 'C' : 'L',
    copies: 1 + (waits && strict ? 1 : waits && !commit.degrades ? commit.count : 0),
    ...(rpo === undefined ? {} : { rpoMs: rpo }),
    ...(rtoMs === undefined ? {} : { rtoMs }),
    because,
  };
  return [
    write,
    {
      operation: 'read from the leader',
      writes: false,
      consistency: 'sequential',
      partition: 'C',
      otherwise: 'L',
      ...(rtoMs === undefined ? {} : { rtoMs }),
      because: [
        {
          sentence:
            demoted === undefined
              ? 'A leader that is cut off answers reads until it notices.'
              : `A leader that is cut off answers reads for up to ${demoted / 1000} s; they may miss what was written elsewhere only after another took over, which waits for ttl.`,
        },
      ],
    },
    {
      operation: 'read from a standby',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            commit.level === 'applied' && waits
              ? 'Only standbys that acknowledged the write are sure to show it; others lag.'
              : 'A standby shows a write when it has applied it, which nothing waits for.',
        },
      ],
    },
  ];
}

/** Of a cluster that follows another one: it takes no writes. */
export function followed(origin: Origin | undefined): Guarantee {
  const sentence =
    'The cluster follows another one and takes no writes: it shows what has arrived and been applied, however old.';
  return {
    operation: 'read',
    writes: false,
    consistency: 'eventual',
    partition: 'A',
    otherwise: 'L',
    because: [origin === undefined ? { sentence } : { sentence, origin }],
  };
}

/** True for a version that is known to be newer than 4.1.4. */
function isKnownNewer(version: Version | undefined): boolean {
  return version !== undefined && version.length > 2 && !isOlder(version, '4.1.5');
}

function watchdogSentences(cluster: Cluster): Because[] {
  const member = cluster.members[0];
  const settings = member?.settings.patroni;
  const mode = settings?.get('watchdog.mode');
  if (settings === undefined || mode === undefined || settings.isHidden('watchdog.mode')) return [];
  const fires = watchdogTimeout(settings);
  if (mode.effective === 'required' && fires !== undefined) {
    return [
      { sentence: `A node whose Patroni is frozen is reset ${fires / 1000} s after its last keepalive.` },
    ];
  }
  const origin = mode.written?.origin;
  const sentence =
    'Without a watchdog a leader whose Patroni is frozen or killed goes on accepting writes beside the next one.';
  return [origin === undefined ? { sentence } : { sentence, origin }];
}

/** `1 MB`, `512 kB`. */
export function bytes(count: number): string {
  if (count >= 2 ** 30 && count % 2 ** 30 === 0) return `${count / 2 ** 30} GB`;
  if (count >= 2 ** 20) return `${Math.round((count / 2 ** 20) * 10) / 10} MB`;
  if (count >= 1024) return `${Math.round(count / 1024)} kB`;
  return `${count} bytes`;
}
