import { strict as assert } from 'node:assert';
import { clustersIn, textAt } from '../support/clusters.js';

describe('connection strings of Redis', () => {
  const group = {
    's/sentinel.conf': 'port 26379\nsentinel announce-ip 10.0.0.5\nsentinel monitor main 10.0.0.1 6379 1\n',
    'r/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n',
  };
  const clientsOf = (name: string, text: string) =>
    clustersIn({ ...group, [name]: text }).flatMap(({ clients }) =>
      clients.map(({ targets, settings }) => [
        String(settings.redis!.raw('scheme')?.raw),
        targets.map(target => target.text).join(' '),
        String(settings.redis!.raw('sentinelMasterId')?.raw ?? '-'),
      ]),
    );

  it('are clients of the group whose addresses they name', () => {
    assert.deepEqual(
      clientsOf('.env', 'A=redis://:pw@10.0.0.1:6379/0\nB=rediss://10.0.0.1\n# redis://10.0.0.1\n'),
      [
        ['redis', '10.0.0.1:6379', '-'],
        ['rediss', '10.0.0.1:6379', '-'],
      ],
    );
    assert.deepEqual(
      clientsOf('application.properties', 'url=redis-sentinel://pw@10.0.0.5,10.0.0.6:26380/0#main\n'),
      [['redis-sentinel', '10.0.0.5:26379 10.0.0.6:26380', 'main']],
    );
    assert.deepEqual(
      clientsOf('app.yml', 'cache: "redis+sentinel://u:p@10.0.0.5:26379/main/0?timeout=5"\n'),
      [['redis+sentinel', '10.0.0.5:26379', 'main']],
    );
    assert.deepEqual(
      clientsOf(
        'docker-compose.yml',
        'services:\n  app:\n    image: shop\n    environment:\n      - URL=redis://10.0.0.1:6379\n',
      ),
      [['redis', '10.0.0.1:6379', '-']],
    );
  });

  it('say where each part stands', () => {
    const text = 'URL=redis-sentinel://10.0.0.5:26379?sentinelMasterId=main\n';
    const [client] = clustersIn({ ...group, 'app.env': text })[0]!.clients;
    assert.equal(textAt(client!.targets[0]!.origin), '10.0.0.5:26379');
    assert.equal(textAt(client!.settings.redis!.raw('sentinelMasterId')!.origin), 'main');
    assert.equal(textAt(client!.origin), 'redis-sentinel://10.0.0.5:26379?sentinelMasterId=main');
  });

  it('are left out where a variable or a template stands for the host', () => {
    assert.deepEqual(
      clientsOf('.env', 'A=redis://${HOST}:6379\nB=redis://{{ host }}:6379\nC=redis://$HOST\n'),
      [],
    );
  });
});
