import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

/** Servers of Consul, a folder each, with `more` lines of their own. */
export function consulFiles(
  count: number,
  more: string | readonly string[] = '',
  expect = `bootstrap_expect = ${count}\n`,
): Record<string, string> {
  const join = Array.from({ length: count }, (_, i) => `"10.0.0.${i + 1}"`).join(', ');
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `n${i + 1}/consul.hcl`,
      `node_name = "c${i + 1}"\nserver = true\nadvertise_addr = "10.0.0.${i + 1}"\n${expect}retry_join = [${join}]\n${typeof more === 'string' ? more : (more[i] ?? '')}`,
    ]),
  );
}

export function consulExample(count: number, more?: string | readonly string[], says?: string): Example {
  return clusterExample('consul', consulFiles(count, more), says);
}

/** A `zoo.cfg` with these servers. */
export function zooExample(servers: readonly string[], more = '', says?: string): Example {
  const lines = servers.map((server, i) => `server.${i + 1}=${server}\n`).join('');
  return clusterExample(
    'zookeeper',
    {
      'zoo.cfg': `tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/var/lib/zookeeper\nclientPort=2181\n${lines}${more}`,
    },
    says,
  );
}
