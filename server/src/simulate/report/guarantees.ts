import type { Prepared } from '../family.js';
import { gapsByClient } from '../history/gaps.js';
import { brokenGuarantees } from '../history/index.js';
import { checkLinearizable } from '../history/linearizable.js';
import type { Operation } from '../history/model.js';
import { clientName, describeOperation } from '../history/sentences.js';
import { SESSION_GUARANTEES } from '../history/sessions.js';
import { findVanished } from '../history/vanished.js';
import { historyOf, type RunHistory } from '../run/history-of.js';
import { type Run, run } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import type { Guarantee, GuaranteeName, Guarantees, Lean } from './model.js';

/** A run that is to be checked: it is played once more, with what its reads saw. */
export interface CheckedRun {
  readonly seed: number;
  readonly lean: Lean;
}

/** Of each key, steps in search of an order; a run of two minutes needs some thousands. */
const MAX_STEPS = 200_000;
/** Values that all reads of a run may have seen together: a run of an hour would have a thousand million. */
const MAX_SEEN = 4_000_000;
/** Less than this from the last event to the end, in ms, and nobody can tell whether all is well again. */
const SETTLE_MS = 10_000;

/**
 * Checks some runs for what clients rely on. A guarantee is broken where one of them breaks it, which the first that does
 * bears witness of; it is undecided where one of them is.
 */
export function checkGuarantees(
  prepared: Prepared,
  schedule: Schedule,
  runs: readonly CheckedRun[],
  cancelled?: () => boolean,
): Guarantees {
  const long = seenAtMost(prepared, schedule) > MAX_SEEN;
  const found = runs.map(({ seed, lean }) => {
    const played = run(prepared, schedule, {
      seed,
      lean,
      history: long ? 'end' : true,
      ...(cancelled === undefined ? {} : { cancelled }),
    });
    return checkRun(historyOf(prepared, schedule, played, played.firstFaultMs), played, long);
  });
  return {
    runs: runs.length,
    level: prepared.readLevels[0]?.name ?? '',
    each: (found[0] ?? []).map((_, at) => {
      const of = found.map(each => each[at]!);
      const is = (wanted: Guarantee['verdict']) => of.find(({ verdict }) => verdict === wanted);
      return is('broken') ?? is('undecided') ?? of[0]!;
    }),
  };
}

/** Every read sees at most all writes of its key so far: half of what there are in the end, one way or another. */
function seenAtMost({ processes }: Prepared, { until, clients }: Schedule): number {
  const servers = processes.filter(({ serves }) => serves).length;
  const keys = 4;
  const sum = (of: (client: Schedule['clients'][number]) => number) =>
    clients.reduce((total, client) => total + of(client), 0) * (until / 1000);
  return (sum(each => each.writesPerSecond) / keys / 2) * sum(each => each.readsPerSecond * servers);
}

function checkRun(run: RunHistory, { shown, converged }: Run, long: boolean): Guarantee[] {
  return [...readGuarantees(run, long), ...endGuarantees(run, shown, converged)];
}

function readGuarantees({ history: { operations }, final }: RunHistory, long: boolean): Guarantee[] {
  const { object, clients = [], present } = final;
  const named = (name: GuaranteeName) => (verdict: Guarantee['verdict'], text: string) => ({
    name,
    verdict,
    text,
  });
  const names: readonly GuaranteeName[] = ['linearizable', ...SESSION_GUARANTEES, 'nothing seen is gone'];
  const reads = operations.filter(({ kind }) => kind === 'read').length;
  if (long || reads === 0) {
    const why = long ? 'The run is too long for its reads to be kept.' : 'Nobody read.';
    return names.map(name => named(name)('undecided', why));
  }
  const order = checkLinearizable(operations, { object, clients, maxSteps: MAX_STEPS });
  const sessions = new Map(brokenGuarantees(operations, object, clients).map(each => [each.guarantee, each]));
  const [gone] = findVanished(operations, present, object);
  const linearizable = named('linearizable');
  const told = (operation: Operation | undefined) =>
    operation === undefined ? 'a read' : describeOperation(operation, object, clients);
  return [
    order.verdict === 'violated'
      ? linearizable('broken', capital(order.violations[0]!.text))
      : order.verdict === 'undecided'
        ? linearizable('undecided', order.undecided ?? '')
        : linearizable('kept', `All ${reads} reads fit into one order of all operations.`),
    ...SESSION_GUARANTEES.map(name => {
      const broken = sessions.get(name);
      return broken === undefined
        ? named(name)('kept', `None of ${reads} reads breaks it.`)
        : named(name)('broken', capital(broken.text.replace(` (${name})`, '')));
    }),
    gone === undefined
      ? named('nothing seen is gone')('kept', 'Whatever a read showed was still there later.')
      : named('nothing seen is gone')(
          'broken',
          capital(
            `${told(operations[gone.seenBy])} showed ${gone.value}, which ${
              gone.goneIn === undefined
                ? 'is not there in the end'
                : `${told(operations[gone.goneIn])} does not`
            }.`,
          ),
        ),
  ];
}

/** What must have come right by the end, where all that was broken has been mended. */
function endGuarantees(
  { history: { operations, endMs }, final: { object, clients, healMs = 0 } }: RunHistory,
  shown: Run['shown'],
  converged: boolean,
): Guarantee[] {
  const names = ['no write blocked for ever', 'convergence'] as const;
  const soon = endMs - healMs < SETTLE_MS;
  if (shown?.repaired !== true || soon) {
    const why = soon
      ? `The run ends less than ${SETTLE_MS / 1000} s after its last event.`
      : 'Not everything was mended before the end.';
    return names.map(name => ({ name, verdict: 'undecided', text: why }));
  }
  const blocked = [...gapsByClient(operations, endMs)].flatMap(([client, gaps]) => {
    const open = gaps.find(({ toMs }) => toMs === undefined);
    return open === undefined ? [] : [{ client, fromMs: open.fromMs }];
  })[0];
  const { differing } = shown;
  return [
    operations.every(({ kind }) => kind === 'read')
      ? { name: names[0], verdict: 'undecided', text: 'No node took a write at any time.' }
      : blocked === undefined
        ? {
            name: names[0],
            verdict: 'kept',
            text: 'In the end writes of every client were acknowledged again.',
          }
        : {
            name: names[0],
            verdict: 'broken',
            text: `No write of ${clientName(blocked.client, clients)} was acknowledged from ${Math.round(blocked.fromMs)} ms to the end, though everything was mended by ${Math.round(healMs)} ms.`,
          },
    converged
      ? { name: names[1], verdict: 'kept', text: 'In the end all members show the same writes.' }
      : {
          name: names[1],
          verdict: 'broken',
          text:
            differing === undefined
              ? 'In the end nobody shows any data.'
              : `In the end ${differing.lacking.join(', ')} ${differing.lacking.length === 1 ? 'does' : 'do'} not show ${describeOperation(operations[differing.write]!, object, clients)}, which others show.`,
        },
  ];
}

/** As a sentence begins; the name of a client stays as it is. */
function capital(text: string): string {
  return /^\S+'s /.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
