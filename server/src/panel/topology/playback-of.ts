import { nodesOfProcesses } from '../../diagram/topology/index.js';
import type { Lean, PanelVerdict, Playback, SettingPlace } from '../../protocol/topology-panel.js';
import type { Prepared } from '../../simulate/family.js';
import type { SettingRef } from '../../simulate/history/model.js';
import {
  chooseShown,
  outcomesOf,
  pictureFrom,
  pictureOf,
  Tape,
  verdictsOf,
} from '../../simulate/playback/index.js';
import { factsOf, type RunFacts } from '../../simulate/report/facts.js';
import { RunSeries } from '../../simulate/report/play.js';
import { settingValue } from '../../simulate/report/settings.js';
import { summarize } from '../../simulate/report/summarize.js';
import type { Schedule } from '../../simulate/schedule/model.js';
import type { FoundCluster } from './find.js';

/** A cluster that can be played. */
export type PlayableCluster = FoundCluster & { readonly prepared: Prepared };

export interface PlaybackOptions {
  readonly seed: number;
  /** Show this run, not the one that stands for all. */
  readonly sample?: { readonly seed: number; readonly lean: Lean };
}

/**
 * A schedule played over and over on a cluster, run by run: it can be asked for what there is to show after any of them, and
 * after the last one says what `simulate` says.
 */
export class PlaybackMaker {
  private readonly series: RunSeries;
  private readonly settings = new Map<string, SettingPlace | undefined>();
  private shown: number | undefined;
  private kept:
    | { readonly seed: number; readonly lean: Lean; readonly made: ReturnType<typeof pictureOf> }
    | undefined;

  constructor(
    private readonly found: PlayableCluster,
    private readonly schedule: Schedule,
    private readonly options: PlaybackOptions,
  ) {
    this.series = new RunSeries(found.prepared, schedule, { seed: options.seed });
  }

  /** How many were played. */
  get runs(): number {
    return this.series.played.length;
  }

  /**
   * Plays one more, some of its events at a time; false: all have been played. The first one is looked on at: it is shown
   * until there is a worse one.
   */
  *steps(): Generator<void, boolean> {
    const { series, found, schedule } = this;
    if (this.runs > 0 || this.options.sample !== undefined) {
      const more = (yield* series.steps()) !== undefined;
      this.choose();
      return more;
    }
    const tape = new Tape(schedule);
    yield* series.steps(tape);
    const { run, lean } = series.played[0]!;
    const picture = pictureFrom(tape, found.prepared, schedule, run, lean);
    this.kept = { seed: run.seed, lean, made: { picture, run } };
    this.choose();
    return true;
  }

  /** What there is to show; at least one run must have been played. */
  playback(): Playback {
    const { found, schedule, series } = this;
    const { prepared, cluster } = found;
    const { played } = series;
    const facts = played.map(each => each.facts);
    const result = summarize(prepared, schedule, played, {
      cluster: cluster.name,
      seed: this.options.seed,
      explain: ref => settingValue(ref, cluster, found.all, origin => this.sourceOf(origin)),
    });
    const { picture, run } = this.pictured(facts);
    const here = factsOf(prepared, schedule, run);
    const nodes = nodesOfProcesses(cluster, found.all, prepared);
    const texts = verdictsOf({ prepared, schedule, result, facts, run, here });
    return {
      ...picture,
      schedule,
      processes: picture.processes.map((process, p) => {
        const node = nodes[p];
        return { ...process, ...(node === undefined ? {} : { node }) };
      }),
      events: picture.events.map(({ because, ...event }) => ({
        ...event,
        because: this.settingsOf(because),
      })),
      verdicts: texts.map(
        ({ because, ...text }): PanelVerdict => ({ ...text, because: this.settingsOf(because) }),
      ),
      outcomes: outcomesOf(prepared, played, picture.seed),
      runs: played.length,
      limits: [result.bounds.note, ...result.bounds.limits],
      problems: [...new Set([...run.problems, ...result.problems])],
    };
  }

  /** The run that is shown, played once more for all that it takes to show it. */
  private pictured(facts: readonly RunFacts[]): ReturnType<typeof pictureOf> {
    const { found, schedule, options, series } = this;
    const shown = this.shown ?? 0;
    const { seed, lean } = options.sample ?? {
      seed: facts[shown]!.seed,
      lean: series.played[shown]!.lean,
    };
    if (this.kept === undefined || this.kept.seed !== seed || this.kept.lean !== lean)
      this.kept = { seed, lean, made: pictureOf(found.prepared, schedule, { seed, lean }) };
    return this.kept.made;
  }

  /** After each run, whoever has asked meanwhile: which one is shown in the end depends on no clock. */
  private choose(): void {
    this.shown = chooseShown(
      this.series.played.map(({ facts }) => facts),
      this.shown,
    );
  }

  private settingsOf(refs: readonly SettingRef[]): SettingPlace[] {
    return refs.flatMap(ref => {
      const key = `${ref.system} ${ref.name} ${ref.member ?? ''}`;
      if (!this.settings.has(key)) this.settings.set(key, this.settingOf(ref));
      return this.settings.get(key) ?? [];
    });
  }

  private settingOf(ref: SettingRef): SettingPlace | undefined {
    const { cluster, all } = this.found;
    const found = settingValue(ref, cluster, all, origin => this.sourceOf(origin));
    if (found === undefined) return undefined;
    const { name, value, written, source } = found;
    return {
      name,
      value,
      written,
      ...(source === undefined ? {} : { place: { uri: source.file, range: source.range } }),
    };
  }

  private sourceOf(origin: Parameters<FoundCluster['placeOf']>[0]) {
    const { uri, range } = this.found.placeOf(origin);
    return { file: uri, range };
  }
}
