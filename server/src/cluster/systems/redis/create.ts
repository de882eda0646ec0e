import type { ConfigFormat, Fragment } from '../../module.js';
import type { Source } from '../../source.js';
import type { PlannedNode, RedisData } from './data.js';

const FILES = /\.(?:sh|bash|zsh|ya?ml|ps1|bat|mk)(?:\.\w+)?$|^(?:makefile|dockerfile|procfile)/;
const CREATE = /(?:redis|valkey)-cli\b[^\n]{0,400}?--cluster[ \t]+create\b/;
/** The command with the lines that it goes on with, and the blocks of YAML that it is folded over. */
const EACH =
  /(?:redis|valkey)-cli\b[^\n]{0,400}?--cluster[ \t]+create\b((?:[^\n;|&]{0,2000}(?:\\\r?\n|\n(?=[ \t]+(?:-|[\w.-]+:\d))))*[^\n;|&]{0,2000})/g;
const MOST = 1000;
/** How a replica joins later: by `add-node`, or told so by itself. */
const JOINS = /--cluster-(?:slave|replica)(?![\w-])|\bcluster[ \t]+replicate\b/i;

/** `redis-cli --cluster create`, in scripts and wherever a command line has it. */
export const CREATE_COMMANDS: ConfigFormat<RedisData> = {
  title: 'redis-cli --cluster create',
  detects: source =>
    FILES.test(source.name) &&
    source.embedding === undefined &&
    source.text.includes('--cluster') &&
    CREATE.test(source.text),
  read: readCommands,
};

function readCommands(source: Source): Fragment<RedisData>[] {
  const text = source.tree('masked', masked => masked).slice(0, 400_000);
  const found: Fragment<RedisData>[] = [];
  for (const match of text.matchAll(EACH)) {
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    if (/^\s*(?:#|\/\/|echo\b)/.test(line) || found.length >= 50) continue;
    const start = match.index + match[0].length - match[1]!.length;
    const addresses = [
      ...match[1]!.matchAll(
        /(?<![\w@/.-])([\w.-]+|\$\{?\w+\}?|\[[0-9a-f:]+\]):(\d{1,5}|\$\{?\w+\}?)(?![\w:])/gi,
      ),
    ].slice(0, MOST);
    const replicas = /--cluster-replicas[ \t=]+(\d{1,3}|\S+)/.exec(match[1]!);
    const per = replicas === null ? 0 : Number(replicas[1]);
    const untold =
      addresses.some(([address]) => address.includes('$')) || Number.isNaN(per) || addresses.length === 0;
    const masters = Math.floor(addresses.length / ((per || 0) + 1));
    // Addresses that a variable gives are nobody's.
    const nodes = (untold ? [] : addresses).map(([address], i): PlannedNode => {
      const from = start + addresses[i]!.index;
      return {
        address: {
          text: address.toLowerCase(),
          origin: source.origin({ start: from, end: from + address.length }),
        },
        role: i < masters ? 'master' : 'replica',
      };
    });
    const origin = source.origin({
      start: match.index,
      end: match.index + match[0].length - match[1]!.length,
    });
    const engine = match[0].startsWith('valkey') ? 'valkey' : 'redis';
    found.push({
      system: 'redis',
      uri: source.uri,
      origin,
      data: {
        kind: 'plan',
        mode: 'cluster',
        engine,
        name: engine,
        nodes,
        written: [],
        sentinels: 0,
        watch: [],
        // Replicas that are added one by one afterwards are not counted.
        open: untold || (per === 0 && JOINS.test(text)),
      },
    });
  }
  return found;
}
