import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runIn } from './harness.js';

const LAB = resolve(__dirname, '../../fixtures/clusters/lab');

describe('faultline explore --tla', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-tla-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('writes a module and its configuration with the bounds asked for, and tells their names', async () => {
    const to = join(folder, 'spec');
    const { code, out, err } = await runIn(LAB, [
      'explore',
      'patroni-sync',
      '--faults',
      '4',
      '--writes',
      '2',
      '--tla',
      to,
    ]);
    assert.equal(err, '');
    assert.equal(code, 0);
    assert.deepEqual(out.trim().split('\n').sort(), [join(to, 'Lease_lab.cfg'), join(to, 'Lease_lab.tla')]);
    assert.deepEqual(readdirSync(to).sort(), ['Lease_lab.cfg', 'Lease_lab.tla']);
    const config = readFileSync(join(to, 'Lease_lab.cfg'), 'utf8');
    assert.match(config, /^ {2}MaxFaults = 4$/m);
    assert.match(config, /^ {2}MaxWrites = 2$/m);
    assert.match(
      readFileSync(join(to, 'Lease_lab.tla'), 'utf8'),
      /ttl = 30 s \(patroni-sync\/n1\/patroni\.yml:\d+\)/,
    );
  });

  it('prints the module alone', async () => {
    const { code, out } = await runIn(LAB, ['explore', 'etcd3-isolate-leader', '--format', 'tla']);
    assert.equal(code, 0);
    assert.match(out, /^---- MODULE Raft_etcd ----\n[\s\S]*\n====\n$/);
  });

  it('says so where a family has no TLA+ form, and writes nothing', async () => {
    const to = join(folder, 'none');
    const { code, out, err } = await runIn(LAB, ['explore', 'galera3-isolate', '--tla', to]);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, /There is no TLA\+ form of Galera/);
    assert.equal(existsSync(to), false);
  });

  it('says so where the folder cannot be written', async () => {
    const { code, err } = await runIn(LAB, [
      'explore',
      'etcd3-isolate-leader',
      '--tla',
      join(LAB, 'etcd5-kill2.txt'),
    ]);
    assert.equal(code, 2);
    assert.match(err, /cannot be written/);
  });

  it('is no format of compare', async () => {
    const { code, err } = await runIn(LAB, ['compare', 'patroni-async', 'patroni-sync', '--format', 'tla']);
    assert.equal(code, 2);
    assert.match(err, /tla/);
  });
});
