import { ADJUSTS_SINCE, adjustTiming, writtenTiming } from '../../cluster/systems/patroni/effective.js';
import { isOlder } from '../../cluster/version.js';
import { valueEdit } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES, patroniExample, seconds } from '../lib/cluster/patroni.js';
import { defineRule, type Edit } from '../rule.js';

const KEYS = [
  ['loop_wait', 'loopWait'],
  ['retry_timeout', 'retryTimeout'],
  ['ttl', 'ttl'],
] as const;

export default defineRule({
  id: 'patroni-timeouts',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'ttl, loop_wait and retry_timeout break their rule: Patroni goes by other values than the file says.',
  gains: 'None: what is written is not what counts.',
  costs:
    'Patroni 3.2 and newer raise each to its least (20, 1 and 3 s) and lower loop_wait, then retry_timeout, until loop_wait + 2 * retry_timeout fits into ttl. Who plans with the written values plans a failover that does not happen so. Older versions go by the values as they are: a leader may lose its lock while it still retries.',
  fineWhen: 'Never; write what counts.',
  advice: 'Write the values that fit, by default 30, 10 and 10.',
  sources: [PATRONI_PAGES.dynamic, PATRONI_PAGES.config, PATRONI_PAGES.releases],
  bad: [
    patroniExample({ dcs: 'ttl: 30\nloop_wait: 10\nretry_timeout: 14' }, 'loop_wait 2 s'),
    patroniExample({ dcs: 'ttl: 15\nloop_wait: 5\nretry_timeout: 5' }, 'ttl 20 s'),
    nodeExample({ dcs: 'ttl: 20\nloop_wait: 10\nretry_timeout: 10' }, 'retry_timeout 9 s'),
    nodeExample(
      { dcs: 'ttl: 20\nloop_wait: 10\nretry_timeout: 10', rest: '# Patroni 2.1.4' },
      'Patroni before 3.2 does not adjust',
    ),
  ],
  good: [
    patroniExample({ dcs: 'ttl: 30\nloop_wait: 10\nretry_timeout: 10' }),
    nodeExample({ dcs: 'ttl: {{ ttl }}\nloop_wait: 10\nretry_timeout: 20' }),
    nodeExample({ dcs: 'maximum_lag_on_failover: 1048576' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const timing = settings && writtenTiming(settings);
    if (settings === undefined || timing === undefined) return;
    const real = adjustTiming(timing);
    const changed = KEYS.filter(([, key]) => real[key] !== timing[key]);
    if (changed.length === 0) return;
    const written = KEYS.flatMap(([name]) => settings.given(name)?.written ?? []);
    const [first] = changed.flatMap(([name]) => settings.given(name)?.written ?? []);
    const at = first ?? written[0];
    if (at === undefined) return;
    const all = KEYS.map(([name, key]) => `${name} ${seconds(real[key])}`).join(', ');
    const old = isOlder(settings.version, ADJUSTS_SINCE);
    const sum = timing.loopWait + 2 * timing.retryTimeout;
    const reason =
      sum > timing.ttl
        ? `loop_wait + 2 * retry_timeout is ${seconds(sum)}, more than ttl (${seconds(timing.ttl)})`
        : 'A timeout is below the least that Patroni takes (ttl 20, loop_wait 1, retry_timeout 3 s)';
    context.report({
      origin: at.origin,
      message: old
        ? `${reason}. Patroni before ${ADJUSTS_SINCE} does not adjust this: a leader whose DCS is slow may lose its lock while it still retries. Newer ones would take ${all}.`
        : `${reason}: Patroni goes by ${all}. Write the values that count.`,
      fixes: () => {
        const edits: Edit[] = [];
        for (const [name, key] of changed) {
          const own = settings.given(name)?.written;
          if (own === undefined) return [];
          edits.push(valueEdit(own, String(real[key] / 1000)));
        }
        return [{ title: `Write ${all}`, edits, safe: !old }];
      },
      tradeOff: () => ({
        gains: [
          `A lost leader is replaced ${seconds(real.ttl - real.loopWait)} to ${seconds(real.ttl + real.loopWait)} after its loss.`,
        ],
        costs: [
          `An outage of the DCS of more than ${seconds(real.loopWait + real.retryTimeout)} demotes the leader.`,
        ],
        advice: [
          `For a retry_timeout of ${seconds(timing.retryTimeout)} with a loop_wait of ${seconds(timing.loopWait)} write a ttl of ${seconds(sum)}.`,
        ],
        numbers: KEYS.map(([name, key]) => ({
          label: name,
          value: seconds(real[key]),
          from: `written ${seconds(timing[key])}`,
        })),
      }),
    });
  },
});
