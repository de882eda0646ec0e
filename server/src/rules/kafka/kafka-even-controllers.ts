import { majority, tolerance } from '../../cluster/quorum.js';
import { voters } from '../lib/cluster/consensus.js';
import { brokers, KAFKA_SOURCES, kafkaExample, onOneMachine } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-even-controllers',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'An even number of controllers votes.',
  gains: 'One controller more.',
  costs:
    'A majority of 4 is 3: one may be away, as with 3. With 2 both have to be there: the loss of either stops elections of leaders, new topics and the return of brokers.',
  fineWhen: 'While a controller is exchanged.',
  advice: 'Run 3 or 5 controllers.',
  sources: [KAFKA_SOURCES.kraft],
  bad: [kafkaExample(4, '', 'tolerate 1'), kafkaExample(2, '', 'majority of 2')],
  good: [kafkaExample(3), kafkaExample(1), kafkaExample(5)],
  check(cluster, context) {
    const count = voters(cluster).length;
    if (cluster.open || count === 0 || count % 2 === 1) return;
    const place =
      brokers(cluster)[0]?.settings.given('controller.quorum.voters')?.written.origin ??
      voters(cluster)[0]!.origin;
    context.report({
      origin: place,
      severity: count === 2 && !onOneMachine(cluster) ? 'warning' : 'info',
      message:
        count === 2
          ? 'Two controllers: a majority of 2 is 2, so the loss of either one stops elections of leaders and all changes. Run 3.'
          : `${count} controllers tolerate ${tolerance(count)} failure${tolerance(count) === 1 ? '' : 's'} (a majority is ${majority(count)}), as ${count - 1} do. Run ${count - 1} or ${count + 1}.`,
    });
  },
});
