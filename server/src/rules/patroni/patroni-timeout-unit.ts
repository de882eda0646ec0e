import { valueEdit } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const WHOLE = ['ttl', 'loop_wait', 'retry_timeout'];

export default defineRule({
  id: 'patroni-timeout-unit',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'ttl, loop_wait or retry_timeout is no whole number of seconds: Patroni does not take over the timing, nor the parameters beside it.',
  gains: 'None.',
  costs:
    'Patroni makes a whole number of it and fails: it writes an error to its log and goes on with the timing and the parameters of PostgreSQL that it had before, which are its defaults after a start.',
  fineWhen: 'Never.',
  advice: 'Write the seconds as a number without a unit.',
  sources: [PATRONI_PAGES.config, PATRONI_PAGES.dynamic],
  bad: [patroniExample({ dcs: 'ttl: 30s\nloop_wait: 10' }, '30s')],
  good: [
    patroniExample({ dcs: "ttl: '30'\nloop_wait: 10" }),
    nodeExample({ dcs: 'ttl: {{ ttl }}\nmember_slots_ttl: 30min' }),
    // A template with brackets of its own.
    nodeExample({ dcs: 'ttl: <{ patroni-ttl }>\nloop_wait: [[ loop ]]\nretry_timeout: <%= retry %>' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    for (const name of WHOLE) {
      const given = settings?.given(name);
      if (given === undefined || typeof given.written.raw !== 'string') continue;
      const text = given.written.raw.trim();
      if (/^[-+]?\d+$/.test(text)) continue;
      const whole =
        typeof given.value === 'number' && given.value > 0 ? Math.round(given.value / 1000) : undefined;
      context.report({
        origin: given.written.origin,
        message: `Patroni takes ${name} as a whole number of seconds and cannot read \`${text.slice(0, 40)}\`: neither the timing nor postgresql.parameters of the dynamic configuration are taken over. Write ${whole ?? 'a number'}.`,
        ...(whole === undefined
          ? {}
          : {
              fixes: [
                { title: `Write ${whole}`, edits: [valueEdit(given.written, String(whole))], safe: true },
              ],
            }),
      });
    }
  },
});
