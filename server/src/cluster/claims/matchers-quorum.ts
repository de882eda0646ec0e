import type { System } from '../systems.js';
import type { Matcher } from './model.js';
import { NUMBER, says } from './phrases.js';

/** Systems that go by a majority. */
export const MAJORITY_SYSTEMS: readonly System[] = [
  'etcd',
  'consul',
  'zookeeper',
  'sentinel',
  'mongodb',
  'galera',
  'group-replication',
  'kafka',
  'elasticsearch',
  'opensearch',
  'rabbitmq',
  'clickhouse',
  'cockroach',
  'yugabyte',
  'tidb',
];

const VOTERS =
  '(?:sentinels?|nodes?|members?|servers?|voters?|brokers?|controllers?|masters?|replicas|machines|data ?cent(?:er|re)s)';

/** Claims about majorities and splits. */
export const QUORUM_MATCHERS: readonly Matcher[] = [
  {
    id: 'claim-majority',
    systems: MAJORITY_SYSTEMS,
    hint: /majority|quorum/,
    match: sentence => {
      const named = says(
        sentence,
        new RegExp(
          `\\b${NUMBER} ${VOTERS}\\b[^.;]{0,30}?\\b(?:the )?majority (?:is|=|:|of them is|being|would be|are) ?${NUMBER}\\b`,
        ),
        new RegExp(
          `\\b(?:cluster size|size)(?: of| is|:)? ?${NUMBER}\\b[^.;]{0,20}?\\bmajority (?:is|=|:) ?${NUMBER}\\b`,
        ),
        /(\d{1,3}) ?(?:个|台)? ?(?:哨兵|节点)[,，\s]*(?:的 ?)?majority ?(?:=|就?是) ?(\d{1,3})/,
        new RegExp(`\\bmajority of ${NUMBER}(?: ${VOTERS})? (?:is|=|:|are) ?${NUMBER}\\b`),
      );
      if (named !== undefined) return named;
      const turned = says(
        sentence,
        new RegExp(`\\b(?:majority|quorum) ?\\(?(?:is|=|:|of)? ?${NUMBER} (?:out )?of ${NUMBER}\\b`),
      );
      return turned && { ...turned, numbers: [...turned.numbers!].reverse() };
    },
  },
  {
    id: 'claim-majority-formula',
    systems: MAJORITY_SYSTEMS,
    hint: /ceil|half/,
    match: sentence =>
      /majority|quorum/.test(sentence)
        ? says(
            sentence,
            /\bceil(?:ing)? ?\(? ?n ?\/ ?2(?: ?\)(?! ?\+)|(?! ?[)+]))/,
            /\b(?:majority|quorum) (?:is|means|=|needs|requires) (?:at least )?half (?:of )?(?:the |all )?(?:nodes|members|voters|votes|servers)\b/,
          )
        : undefined,
  },
  {
    id: 'claim-tolerated-failures',
    systems: MAJORITY_SYSTEMS,
    hint: /toler|surviv|lose|loss|fail|withstand/,
    match: sentence =>
      says(
        sentence,
        new RegExp(
          `\\b${NUMBER}(?: \\w+)? ${VOTERS} (?:can |could |will |cluster )?(?:tolerates?|survives?|lose|loses|withstands?|handles?)(?: the)?(?: loss| failures?| outage)?(?: of)?(?: up to)? ${NUMBER}\\b(?! (?:seconds|minutes|hours|ms|data|regions?|zones?|sites?))`,
        ),
        new RegExp(
          `\\bwith ${NUMBER}(?: \\w+)? ${VOTERS},? (?:we|you|the cluster|it|they|the quorum) (?:can |could |will )?(?:tolerates?|survives?|lose|loses|withstands?)(?: the)?(?: loss| failures?)?(?: of)?(?: up to)? ${NUMBER}\\b(?! (?:seconds|minutes|hours|ms|data|regions?|zones?|sites?))`,
        ),
      ),
  },
  {
    id: 'claim-even-voters',
    systems: MAJORITY_SYSTEMS,
    hint: /even|four|six|4|6|another|fourth/,
    match: sentence =>
      says(
        sentence,
        /\b(?:an? )?(?:even number of|fourth|sixth|four|six|4|6) (?:\w+ )?(?:nodes?|members?|voters?|servers?|sentinels?)\b[^.;]{0,40}\b(?:better|more|higher|improves?|increases?|extra|additional|stronger)\b[^.;]{0,20}\b(?:toleran\w+|availability|resilien\w+|redundan\w+|failures?)\b/,
        /\b(?:for|gives?|adds?|get) (?:better|more|higher|extra|additional|improved) (?:fault[- ]toleran\w+|availability|resilien\w+|redundan\w+)\b[^.;]{0,40}\b(?:even number|fourth|sixth|four|six|4|6) (?:of )?(?:\w+ )?(?:nodes?|members?|voters?|servers?|sentinels?)\b/,
      ),
  },
  {
    id: 'claim-split-brain-is-no-quorum',
    systems: MAJORITY_SYSTEMS,
    hint: /split[- ]brain/,
    match: sentence => {
      const pattern =
        /\b(?:no|neither) (?:side|half|partition|part|group|node|site|data ?cent(?:er|re))(?: of the \w+)? (?:has|holds|keeps|gets|can form|forms)(?: an?| the)? (?:majority|quorum)\b[^.;]{0,40}\bsplit[- ]brain\b/;
      const found = pattern.exec(sentence);
      if (
        found === null ||
        /\b(?:no|not|never|without|avoid\w*|prevent\w*|cannot|rather than|instead of|against|rules? out)\b[^.;]{0,15}split[- ]brain/.test(
          sentence,
        )
      )
        return undefined;
      return { index: found.index, length: found[0].length };
    },
  },
  {
    id: 'claim-both-halves-run',
    systems: MAJORITY_SYSTEMS,
    hint: /both|each|while/,
    match: sentence =>
      says(
        sentence,
        /\b(?:both|each|either) (?:halves|half|sides?|sites?|partitions?|data ?cent(?:er|re)s?|regions?) (?:will |can |may |could )?(?:both )?(?:keeps?|continues?|stays?|remains?|goes|go) (?:on )?(?:to )?(?:run|running|accept|accepting|serve|serving|write|writing|writable|available for writes|taking writes|take writes)\b/,
        /\b(?:\d|two|three) (?:\w+ )?(?:nodes|members|servers) (?:and|plus|\+|with) (?:the |a |its )?(?:witness|arbiter|arbitrator|garbd)\b[^.;]{0,60}\bwhile (?:the )?(?:other |remaining )?(?:\d|two|three|four|five)\b[^.;]{0,30}\b(?:runs?|running|continues?|keeps?|stays?|writ\w+|too)\b/,
      ),
  },
  {
    id: 'claim-sentinel-quorum',
    systems: ['sentinel'],
    hint: /quorum|sentinels/,
    match: sentence => {
      if (/majorit|elect|authori[sz]/.test(sentence)) return undefined;
      return (
        says(
          sentence,
          /\bquorum\b[^.;]{0,60}\b(?:sentinels? )?(?:needed|required|necessary|enough|sufficient|must agree|have to agree|agree) (?:to|for|before) (?:a |the |start(?:ing)? (?:a |the )?|trigger(?:ing)? (?:a |the )?|perform(?:ing)? (?:a |the )?)?(?:fail ?-?over|promot\w+)\b/,
          new RegExp(
            `\\b${NUMBER} sentinels? (?:are |is )?(?:needed|required|enough|sufficient|must agree|have to agree|can) (?:to |for )?(?:a |the |start (?:a |the )?|trigger (?:a |the )?|perform (?:a |the )?)?(?:fail ?-?over|promot\\w+)\\b`,
          ),
        ) ?? undefined
      );
    },
  },
  {
    id: 'claim-etcd-election-timeout',
    systems: ['etcd'],
    hint: /heartbeat/,
    match: sentence =>
      says(
        sentence,
        /\belection[- ]timeout\b[^.;]{0,40}\b(?:must|has to|have to|needs to|required to|is required)\b[^.;]{0,30}\b(?:10|ten) ?(?:x|×|times)\b[^.;]{0,25}\bheartbeat/,
      ),
  },
  {
    id: 'claim-garbd-on-data-nodes',
    systems: ['galera', 'mariadb', 'mysql'],
    hint: /garbd|arbitrator/,
    match: sentence =>
      says(
        sentence,
        /\b(?:run|runs|running|start|install|installed|deploy|put)\b[^.;]{0,20}\b(?:garbd|arbitrators?)\b[^.;]{0,20}\bon (?:each|both|every|all)(?: of)?(?: the)?(?: two)?(?: data| database| galera)? (?:nodes?|servers?|hosts?|machines?)\b/,
      ),
  },
  {
    id: 'claim-galera-all-nodes',
    systems: ['galera'],
    hint: /all|every|each/,
    match: sentence =>
      says(
        sentence,
        /\b(?:committed|applied|durable|written|stored|visible|persisted) (?:to|on|at|by) (?:all|every|each)(?: of the| the)?(?: \w+)? (?:nodes?|servers?|members?|replicas?) (?:before|when|by the time|prior to|as soon as)\b/,
        /\b(?:all|every|each)(?: of the| the)?(?: \w+)? (?:nodes?|servers?|members?) (?:have |has )?(?:committed|commits?|applied|appl(?:y|ies)) (?:the \w+|it|a \w+|every \w+|the write set)? ?(?:before|prior to)\b/,
      ),
  },
];
