import { majority, tolerance } from '../../cluster/quorum.js';
import { oneFile, shown, voters } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-even-servers',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['consul'],
  summary: 'An even number of servers is expected.',
  gains: 'One copy more.',
  costs:
    'A majority of 4 is 3: one server may be away, as with 3. With 2 both have to be there: the loss of either stops writes, locks and default reads.',
  fineWhen: 'While a server is exchanged.',
  advice: 'Run 3 or 5 servers.',
  sources: [
    { title: 'Consul: consensus', url: 'https://developer.hashicorp.com/consul/docs/concept/consensus' },
  ],
  bad: [consulExample(4, '', 'tolerate 1'), consulExample(2, '', 'majority of 2')],
  good: [
    consulExample(3),
    consulExample(1),
    consulExample(5),
    oneFile(
      'consul',
      'server.json',
      '{ "server": true, "bootstrap_expect": 2, "retry_join": ["10.0.0.1", "10.0.0.2", "10.0.0.3"] }\n',
    ),
  ],
  check(cluster, context) {
    const count = voters(cluster).length;
    if (cluster.open || count === 0 || count % 2 === 1) return;
    // More are told to join, or this is a config for the first start, beside the one for later.
    const joined = shown(cluster).some(({ settings }) =>
      ['retry_join', 'start_join'].some(name => settings.list(name).length > count),
    );
    if (joined || shown(cluster).some(({ settings }) => settings.given('bootstrap')?.value === true)) return;
    const place = shown(cluster)[0]?.settings.given('bootstrap_expect')?.written.origin ?? cluster.origin;
    context.report({
      origin: place,
      severity: count === 2 ? 'warning' : 'info',
      message:
        count === 2
          ? 'Two servers: a majority of 2 is 2, so the loss of either one stops writes, locks and every read that is not stale. Run 3.'
          : `${count} servers tolerate ${tolerance(count)} failure${tolerance(count) === 1 ? '' : 's'} (a majority is ${majority(count)}), as ${count - 1} do. Run ${count - 1} or ${count + 1}.`,
    });
  },
});
