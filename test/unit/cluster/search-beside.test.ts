import assert from 'node:assert/strict';
import { Source } from '../../../server/src/cluster/index.js';
import { searchBeside, searchBesideOf } from '../../../server/src/cluster/search-beside.js';

describe('what files say of a search engine', () => {
  const of = (files: Readonly<Record<string, string>>) =>
    searchBeside(Object.entries(files).flatMap(([uri, text]) => searchBesideOf(new Source(uri, text))));

  it('takes versions from images, variables and packages', () => {
    const { products } = of({
      'compose.yml': 'services:\n  a:\n    image: docker.elastic.co/elasticsearch/elasticsearch:7.17.0\n',
      'defaults/main.yml': 'elasticsearch_version: "6.6.2"\n',
      'install.sh': 'echo https://artifacts.elastic.co/packages/8.x/apt\n',
      'b/compose.yml': 'services:\n  a:\n    image: opensearchproject/opensearch:2.11.0\n',
    });
    assert.deepEqual(products, [
      { name: 'elasticsearch', version: [7, 17, 0] },
      { name: 'elasticsearch', version: [6, 6, 2] },
      { name: 'elasticsearch', version: [8] },
      { name: 'opensearch', version: [2, 11, 0] },
    ]);
  });

  it('knows settings that came with version 7', () => {
    assert.deepEqual(of({ 'elasticsearch.yml': 'discovery.seed_hosts: [a]\n' }).products, [
      { name: 'elasticsearch', version: [7] },
    ]);
  });

  it('tells one node from several', () => {
    const one = { 'a/main.yml': 'elasticsearch_discovery_type: "single-node"\n' };
    const several = { 'b/elasticsearch.yml': 'discovery.seed_hosts: ["a", "b"]\n' };
    assert.equal(of(one).nodes, 'one');
    assert.equal(of(several).nodes, 'several');
    assert.equal(of({ ...one, ...several }).nodes, undefined);
  });

  it('knows what makes old indexes go', () => {
    assert.equal(of({ 'a.sh': 'pip install elasticsearch-curator\n' }).expires, true);
    assert.equal(of({ 'a.sh': 'curl -X PUT localhost:9200/_ilm/policy/logs\n' }).expires, true);
  });

  it('says nothing of other files', () => {
    assert.deepEqual(of({ 'main.yml': 'redis_version: 7.0\n', 'x.yml': '' }), {
      products: [],
      nodes: undefined,
      expires: false,
      typed: false,
    });
  });
});
