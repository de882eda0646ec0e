import { lineAfter } from '../lib/cluster/lines.js';
import { isSynchronous, nodeExample, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-sync-not-strict',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary:
    'synchronous_mode without strict: when no standby is left the leader acknowledges writes that it alone has.',
  gains: 'The cluster goes on accepting writes with one node, which makes it usable with two.',
  costs:
    'What is written while no standby is connected is on one disk. If that node is lost then, Patroni promotes nobody until it comes back; if its disk is gone, so are the writes. While a standby crashes, commits wait until the next round of the loop takes it out.',
  fineWhen: 'Writing on with one copy is wanted when everything else is down, or the cluster has two nodes.',
  advice:
    'Set synchronous_mode_strict: true where a write must never be on one node alone, and have at least three nodes then.',
  sources: [PATRONI_PAGES.modes],
  bad: [
    patroniExample({ dcs: 'ttl: 30\nsynchronous_mode: true' }, 'alone'),
    patroniExample({ dcs: 'synchronous_mode: quorum\nsynchronous_mode_strict: false' }, 'alone'),
  ],
  good: [
    patroniExample({
      dcs: 'synchronous_mode: true\n# Not strict: losing both standbys is beyond what we promise.\nsynchronous_mode_strict: false',
    }),
    patroniExample({ dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true' }),
    patroniExample({ dcs: 'synchronous_mode: false' }),
    nodeExample({ dcs: 'synchronous_mode: {{ sync }}' }),
    patroniExample({
      dcs: 'synchronous_mode: true\n# Not synchronous_mode_strict: writes go on when both standbys are gone.',
    }),
    patroniExample({ dcs: 'synchronous_mode: true' }, undefined, [{}, {}]),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const mode = settings?.given('synchronous_mode');
    if (settings === undefined || mode === undefined || isSynchronous(settings) !== true) return;
    if (settings.isHidden('synchronous_mode_strict') || settings.flag('synchronous_mode_strict') === true)
      return;
    // With two, strict would stop all writes whenever the standby is away.
    if (!cluster.open && cluster.members.length < 3) return;
    const strict = settings.given('synchronous_mode_strict');
    // Who writes out that it is not strict, where not all nodes are told, may have two.
    if (strict !== undefined && cluster.open) return;
    // Who writes why it is not strict has chosen.
    if (strict !== undefined && isExplained(strict.written.origin, /strict/i)) return;
    if (strict === undefined && LEFT_OUT.test(mode.written.origin.unit.piece.text)) return;
    context.report({
      origin: mode.written.origin,
      message:
        'synchronous_mode is not strict: when no standby is left the leader goes on alone, and what it acknowledges then is on one node. If that node is lost, nobody is promoted. Set synchronous_mode_strict: true where writes should rather wait.',
      fixes: () => {
        const edit =
          strict === undefined
            ? lineAfter(mode.written, 'synchronous_mode_strict: true')
            : { origin: strict.written.origin, newText: 'true' };
        return edit === undefined
          ? []
          : [{ title: 'Set synchronous_mode_strict: true', edits: [edit], safe: false }];
      },
      tradeOff: () => ({
        gains: ['Writes go on when every standby is gone.'],
        costs: ['Such writes are on one node; an RPO of 0 holds only while a standby is connected.'],
        breakEven:
          'Strict pays from the moment that a lost write costs more than the minutes without writes.',
        advice: ['With three nodes or more, strict blocks only when all standbys are gone at once.'],
        numbers: [
          {
            label: 'nodes',
            value: cluster.open ? 'not all are shown' : String(cluster.members.length),
            from: 'the files',
          },
        ],
      }),
    });
  },
});

/** A comment of some words on it, not the setting commented out. */
const LEFT_OUT =
  /^[ \t]*#(?![ \t]*synchronous_mode_strict[ \t]*:[ \t]*\w*[ \t]*$)(?=[^\n]*\bsynchronous_mode_strict\b)[ \t]*\S+(?:[ \t]+\S+){4}/m;
