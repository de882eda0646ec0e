import { strict as assert } from 'node:assert';
import { readDocument } from '../../../server/src/documents/read.js';

const PIPELINE = `# From the shop to the search.
input {
  kafka {
    bootstrap_servers => "k1:9092" # two more follow
    topics => ["orders", "payments"]
    codec => json { charset => "UTF-8" }
    auto_offset_reset => earliest
    client_id => \${CLIENT}
    id => "\${NAME}"
  }
}
filter {
  if [path] =~ /^\\/v[0-9]{1,2}\\// and "x}" not in [tags] {
    mutate { add_field => { "kind" => "call" "n" => 3 } }
  } else if [level] == "debug" {
    drop {}
  }
}
output {
  elasticsearch { hosts => ["https://es1:9200"] document_id => "%{id}" }
  stdout { codec => rubydebug }
}
`;

function plugins(text: string, uri = 'file:///p/shop.conf') {
  return (readDocument(uri, text)?.designs ?? []).flatMap(design =>
    design.engine === 'logstash' ? design.plugins : [],
  );
}

describe('pipelines of Logstash', () => {
  it('are read with their plugins, also under conditions', () => {
    const found = plugins(PIPELINE);
    assert.deepEqual(
      found.map(({ section, name }) => `${section} ${name}`),
      ['input kafka', 'filter mutate', 'filter drop', 'output elasticsearch', 'output stdout'],
    );
    const [kafka] = found;
    assert.equal(PIPELINE.slice(kafka!.span.start, kafka!.span.end), 'kafka');
    assert.equal(kafka!.settings.get('bootstrap_servers')!.text, 'k1:9092');
    assert.equal(kafka!.settings.get('codec')!.text, 'json');
    assert.equal(kafka!.settings.get('auto_offset_reset')!.text, 'earliest');
    assert.equal(kafka!.settings.get('id')!.text, undefined);
    assert.equal(kafka!.settings.get('client_id')!.text, undefined);
    assert.equal(kafka!.settings.get('topics')!.text, undefined);
    assert.equal(found[3]!.settings.get('document_id')!.text, '%{id}');
  });

  it('are told from other files of their ending', () => {
    assert.equal(readDocument('file:///p/nginx.conf', 'http {\n  server { listen 80; }\n}\n'), undefined);
    assert.equal(readDocument('file:///p/redis.conf', 'appendonly yes\n'), undefined);
    assert.equal(readDocument('file:///p/x.conf', '# input {\n# output => {\n'), undefined);
  });

  it('may be cut off anywhere, or have anything in them', () => {
    for (let end = 0; end <= PIPELINE.length; end++) {
      plugins(PIPELINE.slice(0, end));
      plugins(PIPELINE.slice(0, end) + '}'.repeat(3) + PIPELINE.slice(end));
    }
    plugins(`input { a => ${'['.repeat(10_000)} }`);
    plugins(`input { ${'if [a] { '.repeat(10_000)} x => 1 }`);
    assert.deepEqual(plugins(`\uFEFF${PIPELINE.replaceAll('\n', '\r\n')}`).length, 5);
  });

  it('have a queue, flat or nested', () => {
    for (const text of ['queue.type: memory\n', 'queue:\n  type: memory\n']) {
      const [design] = readDocument('file:///p/config/logstash.yml', text)!.designs;
      assert.ok(design?.engine === 'logstash');
      assert.equal(design.queueType!.text, 'memory');
    }
    assert.equal(readDocument('file:///p/logstash.yml', 'pipeline.workers: 2\n'), undefined);
  });
});
