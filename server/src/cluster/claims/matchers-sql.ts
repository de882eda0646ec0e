import type { Match, Matcher, PassageView } from './model.js';
import { NODES, says } from './phrases.js';

const POSTGRES = ['postgres', 'patroni', 'cloudnativepg', 'crunchy', 'zalando'] as const;
const MYSQL = ['mysql', 'mariadb'] as const;

const LOSES_NOTHING = [
  /\b(?:no|zero|without(?: any)?|0) (?:data[- ]?loss|loss of (?:data|writes|transactions|acknowledged writes))\b/,
  /\brpo ?(?:=|is|of|:)? ?(?:0|zero)\b/,
  /\b(?:never|cannot|can ?not|can't|won't|will not|does not|doesn't) (?:ever )?los(?:es?|ing) (?:any |a |an |one )?(?:single )?(?:acknowledged |committed |acked )?(?:data|writes?|transactions?|commits?|rows?|orders?|records?)\b/,
  /\bno (?:acknowledged |committed |acked )?(?:writes?|transactions?|commits?) (?:is|are|can be|get|gets|will be) (?:ever )?lost\b/,
  /\b(?:guarantees?|guaranteed|ensures?) (?:that )?(?:no|zero) (?:data ?loss|(?:committed |acknowledged )?(?:transactions?|writes?) (?:is|are) lost)\b/,
  /\blossless\b/,
];

/** Loss of other kinds (by a restore, an upgrade), titles of tests, and what can be configured rather than what is. */
const OTHER_LOSS =
  /\b(?:backups?|restor\w*|recover\w*|upgrad\w*|migrat\w*|shutdown|switch ?-?over|rolling|snapshots?|supports?|supporting|configure|combin\w+|enables?|allows?|can be|you can|option\w*|release|since|in order to|safe to|validat\w+|verif\w+|tests?|testing|benchmark\w*|scenarios?|demonstrat\w+)\b/;

/** What happened when somebody tried it, as guides and reports of tests tell it. */
const REPORT = /^\W*(?:checkpoint|observ\w+|results?|outcome|expected|confirmed|proof|evidence)\b/;
const TRIED =
  /(?:^|\/)[^/]*\b(?:tests?|testing|tested|exercises?|experiments?|drills?|validation|verification|scenarios?)\b[^/]*$/;

/** Copies that have everything lose nothing: a condition, no promise. */
const CAUGHT_UP =
  /\b(?:with|when|while|where|of)\b[^.;]{0,20}\b(?:synced|in[- ]sync|caught[- ]up|up[- ]to[- ]date)\b/;

/** What was seen in a trial is told of that trial: "run 2 measured RPO = 0 (435/435)". */
const MEASURED =
  /\b(?:measured|observed|seen|recorded|reproduced|run \d+|experiment|drill)\b|\b\d+ ?\/ ?\d{2,}\b|\bmissing of \d/;

function losesNothing(
  sentence: string,
  { text, headings }: Pick<PassageView, 'text' | 'headings'>,
): Match | undefined {
  return OTHER_LOSS.test(sentence) ||
    CAUGHT_UP.test(sentence) ||
    MEASURED.test(sentence) ||
    REPORT.test(text) ||
    TRIED.test(headings)
    ? undefined
    : says(sentence, ...LOSES_NOTHING);
}

/** What copies disks, and is no replication of a database. */
const STORAGE = /\b(?:longhorn|ceph|rook|raid|drbd|zfs|portworx|openebs|persistent volumes?)\b/;

/** What a sentence on replication speaks of; nodes wait for each other in other matters as well. */
const WRITES =
  /standb|replica|slave|secondar|cop(?:y|ies)|commit|acknowledg|\backs?\b|\bwrites?\b|transaction|insert|primary|leader|master|row/;

/** Claims about PostgreSQL, what runs it, and MySQL. */
export const SQL_MATCHERS: readonly Matcher[] = [
  {
    id: 'claim-waits-for-both',
    systems: [...POSTGRES, ...MYSQL],
    hint: /both|all|every|each/,
    match: sentence =>
      !WRITES.test(sentence)
        ? undefined
        : says(
            sentence,
            new RegExp(
              `\\bwait(?:s|ed|ing)? (?:for|on|until) (?:both|all|every|each)(?: of)?(?: the| our)?(?: \\w+)? ?${NODES}\\b`,
            ),
            /\bwait(?:s|ed|ing)? (?:for|on) both\b(?= ?(?:$|[.,;:)]|to\b|before\b|of them\b))/,
            new RegExp(
              `\\b(?:both|all|every|each)(?: of)?(?: the| our)?(?: \\w+)? ?${NODES} (?:must |have to |has to |need to |needs to )(?:ack|acknowledge|confirm|flush|receive|answer)\\b`,
            ),
            new RegExp(
              `\\b(?:ack(?:ed|nowledged)?|confirmed|flushed|durable|committed|written|stored|replicated) (?:by|on|to|at) (?:both|all|every|each)(?: of)?(?: the| our)?(?: \\w+)? ?${NODES} before\\b`,
            ),
            new RegExp(
              `\\bsynchronous(?:ly)?(?: replicat\\w+)? (?:to|with|on) both(?: the)?(?: \\w+)? ?${NODES}\\b`,
            ),
          ),
  },
  {
    id: 'claim-replica-reads-latest',
    systems: [...POSTGRES, ...MYSQL, 'redis', 'valkey', 'sentinel'],
    hint: /replica|standby|slave|secondar|reader/,
    match: sentence =>
      says(
        sentence,
        /\b(?:replicas?|standbys?|slaves?|secondar(?:y|ies)|readers?) (?:always|is always|are always|will always)(?: \w+){0,2} (?:the )?(?:latest|newest|current|fresh|up[- ]to[- ]date|consistent|in sync)\b/,
        /\breads? (?:from|on|of|at) (?:the |a |any |our )?(?:\w+ )?(?:replicas?|standbys?|slaves?|secondar(?:y|ies)|readers?) (?:is|are) (?:always |strongly |never )?(?:consistent|up[- ]to[- ]date|current|fresh|linearizable|stale)\b(?<!(?:is|are) stale)/,
        /\b(?:replicas?|standbys?|slaves?|secondar(?:y|ies)) (?:never|cannot|can't|do not|don't|does not|doesn't) (?:return|serve|show|have|give|lag)s?(?: any)?(?: stale| old| outdated| behind)?(?: data| rows| reads| results)?\b/,
        /\bread[- ]your[- ](?:own[- ])?writes (?:is |are )?(?:guaranteed |holds |works )?(?:on|from|at|with) (?:the |any |all )?(?:\w+ )?(?:replicas?|standbys?|slaves?|secondar(?:y|ies)|readers?)\b/,
      ),
  },
  {
    id: 'claim-semi-sync-lossless',
    systems: [...MYSQL],
    hint: /los[est]|rpo/,
    match: (sentence, { beside, text, headings }) =>
      /semi[- ]?sync/.test(`${text} ${beside}`) || beside.includes('rpl_semi')
        ? losesNothing(sentence, { text, headings })
        : undefined,
  },
  {
    id: 'claim-semi-sync-wait-point',
    systems: ['mariadb'],
    hint: /after[_ ]sync|lossless/,
    match: sentence =>
      says(
        sentence,
        /\bafter[_ ]sync (?:is |being )?(?:the |by )?default\b/,
        /\bdefaults? (?:is|to|of|wait point is|wait point) (?:\w+ )?after[_ ]sync\b/,
        /\bwaits? (?:after (?:the )?sync|before (?:the )?(?:engine )?commit(?:s|ting)?)\b/,
      ),
  },
  {
    id: 'claim-patroni-copies',
    systems: ['patroni', 'zalando', 'crunchy'],
    hint: /synchronous|copies|nodes|loss|lose|rpo|standby/,
    match: (sentence, { beside, text, headings }) =>
      /synchronous_mode|synchronous mode|patroni/.test(`${beside} ${text} ${headings}`)
        ? (says(
            sentence,
            new RegExp(
              `\\b(?:every|each|all|any) (?:commits?|writes?|transactions?|acknowledged \\w+) (?:is |are |be |always |gets? |reach(?:es)? |exists? |lives? )*(?:stored |written |committed |replicated |durable |safe )?(?:on|to|by|in|at)? ?(?:at least )?(?:two|2|three|3|both|all|a second|another) ?(?:${NODES}|places)?\\b`,
            ),
          ) ?? losesNothing(sentence, { text, headings }))
        : undefined,
  },
  {
    id: 'claim-patroni-node-count',
    systems: ['patroni', 'zalando', 'crunchy'],
    hint: /two|three|2|3|both|count/,
    match: (sentence, { beside, text }) =>
      /synchronous_node_count|strict/.test(`${beside} ${text}`)
        ? says(
            sentence,
            /\b(?:always |at least )?(?:two|2|three|3|both) (?:synchronous |sync )?(?:standbys?|standbies|replicas?|copies) (?:are |is |must |have to |always |will be )*(?:enforced|guaranteed|required|ack|acknowledge|confirm|always there)\b/,
            /\b(?:enforces?|guarantees?|requires?|insists? on) (?:at least )?(?:two|2|three|3|both) (?:synchronous |sync )?(?:standbys?|standbies|replicas?|copies)\b/,
            /\b(?:blocks?|stops?|refuses?) (?:all )?(?:writes|commits) (?:when|if|while|unless) (?:one of the two|fewer than (?:two|2|three|3)|only one)\b/,
          )
        : undefined,
  },
  {
    id: 'claim-lag-bounds-loss',
    systems: ['patroni', 'zalando', 'crunchy'],
    hint: /los[est]/,
    match: (sentence, { beside, text }) =>
      /maximum_lag_on_failover|maximum lag on failover/.test(`${beside} ${text}`)
        ? says(
            sentence,
            /\b(?:at most|max(?:imum)?(?: of)?|up to|no more than|never more than|not more than|less than)[^.;]{0,40}\b(?:lost|loss|lose)\b/,
            /\b(?:lose|loses|lost|losing|loss)(?: of| is)?[^.;]{0,25}\b(?:at most|max(?:imum)?|up to|no more than|more than|limited to|bounded (?:by|to)|capped at)\b[^.;,|]{0,40}/,
            /\b(?:bounds?|limits?|caps?) (?:the )?(?:data )?loss\b/,
          )
        : undefined,
  },
  {
    id: 'claim-cnpg-zero-loss',
    systems: ['cloudnativepg'],
    hint: /loss|lose|lost|rpo/,
    match: (sentence, { beside, text, headings }) =>
      /rpo|fail ?-?over|replica|standby|synchron|instance|acknowledged|commit|primary|promot|high availability/.test(
        `${text} ${beside} ${headings}`,
      ) && !STORAGE.test(text)
        ? losesNothing(sentence, { text, headings })
        : undefined,
  },
  {
    id: 'claim-async-lossless',
    systems: ['postgres', 'mysql', 'mariadb', 'redis', 'valkey', 'sentinel'],
    hint: /los[est]|rpo/,
    match: (sentence, { beside, text, headings }) =>
      /fail ?-?over|replica|standby|slave|secondar|sentinel|replication|promot/.test(
        `${text} ${beside} ${headings}`,
      ) &&
      !STORAGE.test(text) &&
      !/patroni|synchronous_mode|semi[- ]?sync|cnpg|cloudnativepg/.test(`${text} ${beside}`)
        ? losesNothing(sentence, { text, headings })
        : undefined,
  },
  {
    id: 'claim-recovery-conf',
    systems: [...POSTGRES],
    hint: /recovery\.conf|standby_mode/,
    match: sentence =>
      says(
        sentence,
        /\b(?:create|put|add|write|edit|place|set|configure|use|copy|needs?|in|via|with|through)\b[^.;]{0,30}\b(?:recovery\.conf|standby_mode)\b/,
      ),
  },
  {
    id: 'claim-slots-like-standby-names',
    systems: [...POSTGRES],
    hint: /synchronous_standby_names|\bone\b|any|either|first/,
    match: (sentence, { beside, text }) =>
      /synchronized_standby_slots/.test(`${beside} ${text}`)
        ? says(
            sentence,
            /\b(?:same|works?|behaves?|exactly|just)[^.;]{0,20} (?:as|like) synchronous_standby_names\b/,
            /\b(?:one|any|either|any one|the first) of (?:them|the (?:slots|standbys|two|replicas)|these|both) (?:is enough|suffices|has to|must|needs to|confirms)\b/,
            /\bwaits? for (?:one|any|either|the first|any one) of\b/,
          )
        : undefined,
  },
];
