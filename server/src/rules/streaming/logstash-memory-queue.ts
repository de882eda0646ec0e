import { documentExample } from '../lib/documents/example.js';
import { LOGSTASH_PAGES, logstashOf, placeIn } from '../lib/documents/logstash.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logstash-memory-queue',
  subject: 'streaming',
  since: '0.8.0',
  on: 'document',
  severity: 'info',
  engines: ['logstash'],
  summary: 'Events wait in the memory of Logstash, and a crash loses them.',
  gains: 'No disk is written to between inputs and outputs.',
  costs:
    'What an input has taken and no output has passed on is gone when Logstash crashes or is killed. The kafka input commits positions by time, so a broker counts such messages as read and gives them out no more; senders over udp, tcp and syslog never send again.',
  fineWhen:
    'Some lines may be lost, or a sender keeps what was not confirmed (Beats), or the source is read again from the start.',
  advice:
    'Set `queue.type: persisted`, with `queue.max_bytes` for the longest outage of the outputs, on a local disk. It survives a crash of the process, not the loss of the machine.',
  sources: [LOGSTASH_PAGES.queues, LOGSTASH_PAGES.kafka],
  bad: [
    documentExample('logstash', 'logstash.yml', 'queue.type: memory\npipeline.workers: 4\n', 'persisted'),
    documentExample('logstash', 'config/logstash.yml', 'queue:\n  type: memory\n', 'persisted'),
  ],
  good: [
    documentExample('logstash', 'logstash.yml', 'queue.type: persisted\n'),
    documentExample('logstash', 'logstash.yml', '# queue.type: memory\npipeline.workers: 4\n'),
  ],
  check(document, context) {
    for (const { queueType } of logstashOf(document)) {
      if (queueType?.text !== 'memory') continue;
      context.report({
        origin: placeIn(document, queueType.span),
        message:
          'Events wait in memory: when Logstash crashes or is killed, what its inputs have taken and its outputs have not passed on is lost, also what Kafka counts as read. Use `persisted`, which keeps them on disk.',
        fixes: [
          {
            title: 'Keep events on disk',
            edits: [{ origin: placeIn(document, queueType.span), newText: 'persisted' }],
            safe: false,
          },
        ],
      });
    }
  },
});
