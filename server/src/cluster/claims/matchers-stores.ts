import type { Matcher } from './model.js';
import { says } from './phrases.js';

const LEADERLESS = ['cassandra', 'scylla'] as const;

/** Claims about stores that are no SQL databases. */
export const STORE_MATCHERS: readonly Matcher[] = [
  {
    id: 'claim-quorum-is-local',
    systems: [...LEADERLESS],
    hint: /quorum/,
    match: sentence => {
      if (/(?:local|each)[_ ]quorum/.test(sentence)) return undefined;
      return says(
        sentence,
        /\bquorum\b(?: (?:reads?|writes?|consistency|queries))?(?: and \w+)? (?:is|are|stays?|only (?:needs|waits for|asks|involves)|needs only|waits only for|is counted|counts)(?: only| always)? ?(?:with)?(?:in|per|local|for|to|replicas in|nodes in|inside)?(?: to)?(?: the| a| its| one's)? ?(?:local|own|same|local one|one)?(?: replicas in the local| to the local)? ?(?:dc|data ?cent(?:er|re)|region|local)\b/,
      );
    },
  },
  {
    id: 'claim-sloppy-quorum',
    systems: [...LEADERLESS],
    hint: /sloppy/,
    match: sentence =>
      says(
        sentence,
        /\b(?:cassandra|scylla|scylladb|it|we|the cluster|cluster|writes?|which|quorum)\b[^.;]{0,40}\b(?:uses?|using|have|has|does|with|by|is|are|relies on|rely on|work with)\b[^.;]{0,20}\bsloppy quorums?\b/,
      ),
  },
  {
    id: 'claim-overlap-is-linearizable',
    systems: [...LEADERLESS, 'dynamodb', 'couchdb'],
    hint: /r ?\+ ?w|w ?\+ ?r|quorum/,
    match: sentence =>
      says(
        sentence,
        /\b(?:r ?\+ ?w|w ?\+ ?r) ?> ?(?:n|rf)\b[^.;]{0,40}\b(?:linearizab\w+|serializab\w+|strict(?:ly)? consisten\w+|strong(?:ly)? consisten\w+|atomic\w*|no conflicts|no lost updates)\b/,
        /\bquorum (?:reads? and (?:quorum )?writes?|writes? and (?:quorum )?reads?)\b[^.;]{0,40}\b(?:linearizab\w+|serializab\w+|atomic\w*|no lost updates)\b/,
      ),
  },
  {
    id: 'claim-overlap-arithmetic',
    systems: [...LEADERLESS, 'dynamodb', 'couchdb'],
    hint: /[nrw] ?= ?\d/,
    match: sentence => {
      const of = (name: string) =>
        Number(new RegExp(`\\b${name} ?= ?(\\d{1,2})\\b`).exec(sentence)?.[1] ?? Number.NaN);
      const [n, w, r] = [of('(?:n|rf)'), of('w'), of('r')];
      if ([n, w, r].some(Number.isNaN)) return undefined;
      const found =
        r + w > n
          ? says(
              sentence,
              /\b(?:reads? )?(?:might|may|can|could) (?:miss|be stale|return (?:stale|old)|not see)\b/,
              /\b(?:stale reads?|reads? (?:are|is) stale|eventually consistent|eventual consistency)\b/,
            )
          : says(
              sentence,
              /\b(?:always (?:see|sees|read|reads|return|returns)|strong(?:ly)? consisten\w+|never stale|no stale reads|guarantees? (?:the )?latest|overlaps?)\b/,
            );
      return found && { ...found, numbers: [n, w, r] };
    },
  },
  {
    id: 'claim-dynamodb-siblings',
    systems: ['dynamodb'],
    hint: /sibling|vector clock|version vector/,
    match: sentence =>
      sentence.includes('dynamodb')
        ? says(
            sentence,
            /\b(?:keeps?|uses?|returns?|stores?|tracks?|has|gives?|resolves?|merges?|detects?)\b[^.;]{0,30}\b(?:siblings|vector clocks?|version vectors?)\b/,
            /\b(?:siblings|vector clocks?|version vectors?)\b[^.;]{0,30}\b(?:kept|used|returned|stored|merged|resolved) by\b/,
          )
        : undefined,
  },
  {
    id: 'claim-consistent-read-global',
    systems: ['dynamodb'],
    hint: /consistent ?read|consistent read/,
    match: sentence =>
      says(
        sentence,
        /\b(?:consistentread|(?:strongly )?consistent reads?)\b[^.;]{0,50}\b(?:global|globally|all regions|every region|any region|across regions|other regions?|from another region|worldwide)\b/,
      ),
  },
  {
    id: 'claim-search-write-quorum',
    systems: ['elasticsearch', 'opensearch'],
    hint: /quorum|majority|wait_for_active_shards/,
    match: sentence =>
      says(
        sentence,
        /\b(?:quorum|majority) of (?:the |all )?(?:primary )?(?:shards|shard copies|replica shards|copies)\b/,
        /\bwait_for_active_shards\b[^.;]{0,50}\b(?:guarantees?|ensures?|durable|safe|acknowledged? by|written to|write quorum)\b/,
        /\b(?:writes?|indexing)\b[^.;]{0,20}\b(?:needs?|requires?|waits? for|uses?) a (?:write )?quorum\b/,
      ),
  },
  {
    id: 'claim-minimum-master-nodes',
    systems: ['elasticsearch'],
    hint: /split[- ]brain/,
    match: (sentence, { beside, text }) =>
      /minimum[_ ]master[_ ]nodes/.test(`${beside} ${text}`) &&
      !/\b(?:6|5|before 7|7\.0|legacy|removed|ignored|deprecated|older)\b/.test(sentence)
        ? says(
            sentence,
            /\b(?:prevents?|protects?|avoids?|guards?|stops?|against|to prevent|to avoid)\b[^.;]{0,25}\bsplit[- ]brain\b/,
          )
        : undefined,
  },
  {
    id: 'claim-redis-wait',
    systems: ['redis', 'valkey', 'sentinel'],
    hint: /\bwait\b/,
    match: sentence => {
      if (
        !/\b(?:wait command|redis wait|wait \d|the wait|using wait|with wait|via wait|wait \w+ \d)\b|^wait\b/.test(
          sentence,
        )
      )
        return undefined;
      return says(
        sentence,
        /\bwait\b[^.;]{0,60}\b(?:makes?|guarantees?|ensures?|gives?|provides?|turns?|becomes?)\b[^.;]{0,40}\b(?:durable|durability|synchronous|no data loss|no loss|strong(?:ly)? consisten\w+|cannot be lost|never lost|safe|survives?)\b/,
        /\b(?:durable|synchronous(?:ly)?|no data loss|strong(?:ly)? consisten\w+|guaranteed?)\b[^.;]{0,40}\b(?:with|by|via|using|through|thanks to)(?: the)?(?: redis)? wait\b/,
      );
    },
  },
  {
    id: 'claim-min-replicas',
    systems: ['redis', 'valkey', 'sentinel'],
    hint: /replica|slave|cop(?:y|ies)|loss|node/,
    match: (sentence, { beside, text }) =>
      /min-(?:replicas|slaves)-to-write/.test(`${beside} ${text}`)
        ? says(
            sentence,
            /\b(?:guarantees?|guaranteed|ensures?|makes? sure)\b[^.;]{0,50}\b(?:replicas?|slaves?|copies|copy|replicated|nodes?)\b/,
            /\b(?:every|each|all|any) (?:writes?|commands?|acknowledged \w+)[^.;]{0,30}\b(?:on|by|to|reach(?:es)?|have|has)(?: at least)? (?:\d|one|two|three|a|another)(?: \w+)? (?:replicas?|slaves?|copies|copy|nodes?)\b/,
            /\b(?:no|zero|never any) (?:data )?loss\b/,
          )
        : undefined,
  },
  {
    id: 'claim-mongodb-majority-default',
    systems: ['mongodb'],
    hint: /majority/,
    match: sentence =>
      says(
        sentence,
        /\bdefault (?:write ?concern |is |of |w )*(?:is |of |to |: ?)?\{? ?(?:w ?: ?)?["']?majority\b/,
        /\b(?:w ?: ?)?["']?majority["']? (?:\}? ?)?(?:is the default|by default)\b/,
        /\bby default\b[^.;]{0,30}\b(?:wait for|acknowledged by|written to|waits for|wait until) (?:a |the )?majority\b/,
      ),
  },
];
