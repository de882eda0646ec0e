import type {
  FixCard,
  SearchAnswer,
  TopologyAnswer,
  TopologyQuestion,
} from '../../protocol/topology-panel.js';
import type { Candidate } from '../../simulate/explore/enact/candidates.js';
import { Enactment } from '../../simulate/explore/enact/enact.js';
import { telling } from '../../simulate/explore/kinds.js';
import type { Property } from '../../simulate/explore/properties.js';
import type { VerdictOptions } from '../../simulate/explore/verdict.js';
import type { Prepared } from '../../simulate/family.js';
import type { Answered, PanelContext } from '../answer.js';
import { type FoundCluster, findCluster } from './find.js';
import { cardOf, idOf, promiseOf } from './search/cards.js';
import { costOf } from './search/cost.js';
import { type Fix, offeredFixes, turnedFixes } from './search/fix.js';
import { fixNotes } from './search/fix-notes.js';
import { SideBySide } from './search/side-by-side.js';
import { Slices } from './search/slices.js';
import { type Helping, RANK, Trials } from './search/trials.js';

type SearchQuestion = Extract<TopologyQuestion, { kind: 'search' }>;

/** How far a search goes, and for what. */
export interface SearchLimits {
  /** A search of this many states is ended. A cluster is searched up to four times. */
  readonly maxStates: number;
  /** The same of the searches with a fix: there are many of them. */
  readonly maxTrialStates: number;
  /** Counterexamples of one promise, each of another cause. */
  readonly most: number;
  /** Undefined: all that mean something for the cluster. */
  readonly properties?: readonly Property[];
}

/** Somebody waits. */
const PANEL_LIMITS: SearchLimits = { maxStates: 100_000, maxTrialStates: 40_000, most: 3 };
const MOST_FAULTS = 5;
const MOST_WRITES = 4;

/**
 * Finds the shortest ways in which a cluster breaks its promises, schedules that play them with real timing, and what fixes make
 * of them. Tells what it knows whenever it knows more; ends at a bound on states, and says how far it came.
 */
export async function searchTopology(
  question: SearchQuestion,
  context: PanelContext<TopologyAnswer>,
  limits: SearchLimits = PANEL_LIMITS,
): Promise<Answered<SearchAnswer>> {
  const found = findCluster(context, question.uri, question.cluster, question.whatIf);
  if (!('cluster' in found)) return found;
  if (found.prepared === undefined) return { why: found.why ?? 'This cluster cannot be played.' };
  return new PanelSearch(question, { ...found, prepared: found.prepared }, context, limits).run();
}

class PanelSearch {
  private readonly search: SideBySide;
  private readonly options: VerdictOptions;
  private readonly slices: Slices;
  /** By id of the counterexample; null: nothing plays it. */
  private readonly enacted = new Map<string, Candidate | null>();
  private enacting = false;
  private trials: Trials | undefined;
  private offered: readonly Fix[] = [];
  /** By id of the fix. */
  private readonly notes = new Map<string, readonly string[]>();
  private readonly costs = new Map<string, string | undefined>();
  private done = false;

  constructor(
    private readonly question: SearchQuestion,
    private readonly found: FoundCluster & { readonly prepared: Prepared },
    private readonly context: PanelContext<TopologyAnswer>,
    private readonly limits: SearchLimits,
  ) {
    const { maxStates, most, properties } = limits;
    const asked = properties === undefined || properties.some(({ name }) => name === 'available');
    const { rtoMs } = asked ? context.analyzer.objectivesOf(question.uri) : {};
    this.options = {
      bounds: {
        // What the project asks of its clusters is one of the promises.
        ...(rtoMs === undefined ? {} : { rtoMs }),
        faults: within(question.faults, 0, MOST_FAULTS),
        writes: within(question.writes, 1, MOST_WRITES),
        kinds: telling(found.prepared),
      },
      maxStates,
      most,
      ...(properties === undefined ? {} : { properties }),
    };
    this.search = new SideBySide(found.prepared, this.options);
    this.slices = new Slices(context, () => context.part(this.answer()));
  }

  async run(): Promise<Answered<SearchAnswer>> {
    if ((await this.searchAll()) && (await this.enactAll()) && (await this.tryFixes())) {
      this.done = true;
      return this.answer();
    }
    return this.answer();
  }

  /** What was found is told at once, with what plays it; then the search goes on. */
  private async searchAll(): Promise<boolean> {
    let examples = 0;
    let seen = '';
    for (;;) {
      let more = false;
      const goesOn = await this.slices.finish(this.search, () => {
        const { depth } = this.search;
        const now = this.examples().length;
        more = now > examples;
        if (!more && depth === seen) return undefined;
        examples = now;
        seen = depth;
        return more ? 'ended' : 'tell';
      });
      if (!goesOn) return false;
      if (more) {
        this.slices.now();
        if (!(await this.enactAll())) return false;
      }
      if (this.search.done) return true;
    }
  }

  private async enactAll(): Promise<boolean> {
    for (const example of this.examples()) {
      const id = idOf(example);
      if (this.enacted.has(id)) continue;
      const enactment = new Enactment(this.found.prepared, this.search.bounds, example);
      this.enacting = true;
      const goesOn = await this.slices.finish(enactment, undefined, 1);
      this.enacting = false;
      if (!goesOn) return false;
      this.enacted.set(id, enactment.found ?? null);
      this.slices.now();
    }
    return true;
  }

  private async tryFixes(): Promise<boolean> {
    const examples = this.examples();
    if (examples.length === 0) return true;
    const { analyzer } = this.context;
    const { uri, whatIf } = this.question;
    const names = new Set(examples.flatMap(({ settings }) => settings.map(({ name }) => name)));
    const offered = offeredFixes(analyzer, this.found);
    this.offered = offered;
    const turned = turnedFixes(analyzer, uri, this.found, names).filter(
      fix => !offered.some(other => sameTexts(fix, other)),
    );
    this.trials = new Trials(
      {
        analyzer,
        uri,
        cluster: this.found.cluster.id,
        before: this.search.verdict(),
        options: { ...this.options, maxStates: this.limits.maxTrialStates },
        whatIf,
        plays: this.plays(),
      },
      [...offered, ...turned],
    );
    const { trials } = this;
    let helping = 0;
    return this.slices.finish(trials, () => {
      const now = trials.helping.length;
      if (now === helping) return undefined;
      helping = now;
      return 'tell';
    });
  }

  /** By promise: what plays its shortest counterexample. */
  private plays(): Map<string, Candidate> {
    const plays = new Map<string, Candidate>();
    for (const { property, faults = 0, counterexamples } of this.search.sofar()) {
      for (const example of counterexamples) {
        const enacted = this.enacted.get(idOf(example));
        if (enacted && example.faults <= faults && !plays.has(property.name))
          plays.set(property.name, enacted);
      }
    }
    return plays;
  }

  private get doing(): string | undefined {
    if (this.done) return undefined;
    if (this.enacting) return 'Looking for a run that shows it.';
    const fix = this.trials?.current?.fix;
    return fix === undefined ? undefined : `Checking a fix: ${fix.title}.`;
  }

  private examples() {
    return this.search.sofar().flatMap(({ counterexamples }) => counterexamples);
  }

  private answer(): SearchAnswer {
    const { search, found } = this;
    const { bounds, wanted } = search;
    const known = search.sofar();
    return {
      kind: 'search',
      version: found.version,
      progress: {
        states: search.states + (this.trials?.states ?? 0),
        faultsSeen: Math.max(0, search.faultsSeen),
        ...(search.faultsSeenAtRest > Math.max(0, search.faultsSeen)
          ? { faultsSeenAtRest: search.faultsSeenAtRest }
          : {}),
        faults: bounds.faults,
        ...(this.doing === undefined ? {} : { doing: this.doing }),
      },
      done: this.done,
      promises: wanted.map(property =>
        promiseOf(
          property,
          bounds,
          known.find(each => each.property === property),
        ),
      ),
      counterexamples: this.examples().map(example => {
        const enacted = this.enacted.get(idOf(example));
        return cardOf(found, example, enacted, this.fixesFor(example.property, enacted));
      }),
      limits: search.verdict().limits,
    };
  }

  private fixesFor(property: string, enacted: Candidate | null | undefined): FixCard[] {
    const { trials } = this;
    if (trials === undefined) return [];
    const tried = trials.helping.flatMap(helping => this.fixCard(helping, property, enacted) ?? []);
    // What holds then comes first, of these what a rule asks for, and what changes least.
    const own = (id: string) => (this.offered.some(fix => fix.id === id) ? 0 : 1);
    tried.sort(
      (a, b) =>
        RANK[a.after!.verdict] - RANK[b.after!.verdict] ||
        own(a.id) - own(b.id) ||
        a.diff.length - b.diff.length,
    );
    const { current } = trials;
    const checked = current?.helps === true && trials.mends(current).some(each => each.property === property);
    return checked ? [...tried, { ...this.plainCard(current.fix) }] : tried;
  }

  private fixCard(
    { fix, mended, trial }: Helping,
    property: string,
    enacted: Candidate | null | undefined,
  ): FixCard | undefined {
    const own = mended.find(each => each.property === property);
    if (own === undefined) return undefined;
    const cost = this.costOf(fix, trial.prepared, enacted);
    const text = [own.after, ...(cost === undefined ? [] : [cost])].join('; ');
    return {
      ...this.plainCard(fix),
      after: { verdict: own.verdict, text: `${text[0]?.toUpperCase()}${text.slice(1)}.` },
    };
  }

  private plainCard({ id, title, edits, diff, texts }: Fix): FixCard {
    let notes = this.notes.get(id);
    if (notes === undefined) {
      notes = fixNotes(this.context.analyzer, this.question.uri, this.found, texts);
      this.notes.set(id, notes);
    }
    return { id, title, edits, diff, notes };
  }

  /** Worked out once: answers are made over and over. */
  private costOf(
    fix: Fix,
    after: Prepared | undefined,
    enacted: Candidate | null | undefined,
  ): string | undefined {
    if (after === undefined || enacted === undefined || enacted === null) return undefined;
    const key = `${fix.id} ${enacted.seed} ${JSON.stringify(enacted.schedule.events)}`;
    if (!this.costs.has(key)) this.costs.set(key, costOf(this.found.prepared, after, enacted));
    return this.costs.get(key);
  }
}

/** Two that differ in nothing but white space. */
function sameTexts(a: Fix, b: Fix): boolean {
  if (a.texts.size !== b.texts.size) return false;
  const plain = (text: string | undefined) => text?.replace(/\s+/g, '');
  return [...a.texts].every(([uri, text]) => plain(text) === plain(b.texts.get(uri)));
}

function within(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least;
}
