import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

const NODE =
  'cluster_name: shop\nlisten_address: 10.0.0.1\nrpc_address: 0.0.0.0\nseed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "10.0.0.1"\n';

/** The ports that are closed to all but some, of a ring beside a file. */
function walls(name: string, text: string): readonly number[] {
  const [cluster] = clustersIn({ 'conf/cassandra.yaml': NODE, [name]: text });
  return [...(cluster!.walls ?? [])];
}

describe('what keeps others from ports', () => {
  it('is a rule of a security group that names who may come', () => {
    const rule = (who: string) =>
      `- name: ring\n  ec2_group:\n    name: ring\n    rules:\n      - proto: tcp\n        from_port: 9042\n        to_port: 9042\n        ${who}\n`;
    assert.deepEqual(walls('plays/groups.yml', rule('group_name: backend')), [9042]);
    assert.deepEqual(walls('plays/groups.yml', rule('cidr_ip: 0.0.0.0/0')), []);
  });

  it('is a command that says the same', () => {
    assert.deepEqual(walls('up.sh', 'ufw allow from 10.0.0.0/24 to any port 9042\n'), [9042]);
    assert.deepEqual(walls('up.sh', 'ufw allow 9042\n'), []);
  });

  it('is no rule that lets others in elsewhere', () => {
    const tf = (cidr: string) =>
      `resource "aws_security_group" "ring" {\n  ingress {\n    from_port   = 9042\n    to_port     = 9042\n    cidr_blocks = ["${cidr}"]\n  }\n}\n`;
    assert.deepEqual(walls('main.tf', tf('10.0.0.0/16')), [9042]);
    assert.deepEqual(walls('main.tf', `${tf('10.0.0.0/16')}${tf('0.0.0.0/0')}`), []);
  });
});
