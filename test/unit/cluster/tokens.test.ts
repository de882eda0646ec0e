import { strict as assert } from 'node:assert';
import type { ParameterType } from '../../../server/src/cluster/parameter.js';
import { isToken } from '../../../server/src/cluster/tokens.js';

const is = (kind: ParameterType['kind'], raw: string) =>
  isToken({ name: 'a', type: { kind } as ParameterType, meaning: '', source: '' }, raw);

describe('texts that a script puts a value in place of', () => {
  it('are told from texts', () => {
    for (const raw of [
      '@HOST@',
      '__HOST__',
      '<master ip>',
      '[[ host ]]',
      '$REDIS_HOST',
      'POD_IP',
      'MY_DB_PASSWORD',
    ])
      assert.equal(is('text', raw), true, raw);
    for (const raw of [
      'db1',
      'HOSTNAME',
      'LOCAL_QUORUM',
      'db_1',
      '_site_',
      '__name__',
      '[[+region=eu]]',
      '%h',
      '$',
      'a@b@c',
      '10.0.0.1',
      '',
    ])
      assert.equal(is('text', raw), false, raw);
  });

  it('are told from numbers', () => {
    for (const raw of ['POSTGRESPORT', '@PORT@', '$PORT']) assert.equal(is('number', raw), true, raw);
    assert.equal(is('number', '5432'), false);
  });
});
