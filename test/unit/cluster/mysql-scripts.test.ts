import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';

function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    readSource(new Source(uri, text), MODULES, say),
  );
  const { clusters } = joinFragments(fragments, MODULES, say);
  assert.deepEqual(log, []);
  return clusters;
}

const change = (client: string, source: string) =>
  `${client} -e "CHANGE MASTER TO MASTER_HOST='${source}', MASTER_USER='repl'; START SLAVE;"\n`;

const links = (clusters: readonly Cluster[]) =>
  clusters.flatMap(cluster => cluster.links.map(({ from, to }) => `${from}>${to}`));

describe('scripts that hand statements to a client of MySQL', () => {
  it('change the servers that they name by -h or --host', () => {
    const clusters = clustersOf({
      'ring/a/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=bin\n',
      'ring/b/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=bin\n',
      'ring/setup.sh': `#!/bin/sh\n${change('mysql -u root -h a', 'b')}${change('mysql --host=b -uroot', 'a')}`,
    });
    assert.equal(clusters.length, 1);
    assert.deepEqual(
      clusters[0]!.members.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(links(clusters), ['b>a', 'a>b']);
  });

  it('change the server of their folder where they name none but this machine', () => {
    const clusters = clustersOf({
      'db/replica/my.cnf': '[mysqld]\nserver_id=2\n',
      'db/replica/follow.sh': change('mysql -h 127.0.0.1', 'main'),
    });
    assert.deepEqual(links(clusters), ['main>replica']);
  });
});
