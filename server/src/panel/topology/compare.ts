import type { Analyzer } from '../../analyzer/types.js';
import type { Landscape } from '../../cluster/index.js';
import type { Cluster } from '../../cluster/model.js';
import { canonicalUri } from '../../project/uri.js';
import type { CompareAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { PanelEdit } from '../../protocol/webview.js';
import { LineIndex } from '../../text/lines.js';
import type { Answered, PanelContext } from '../answer.js';
import { inSlices } from '../in-slices.js';
import { changesOf } from './changes.js';
import { clustersOf } from './clusters-of.js';
import { type FoundCluster, findCluster, foundIn } from './find.js';
import { landscapeWith } from './landscape-with.js';
import { PlaybackMaker } from './playback-of.js';
import { checkedSchedule } from './schedule-of.js';
import { shownCluster } from './shown.js';
import { edited } from './tried.js';

/**
 * The cluster as other texts of its files make it: drawn, played with the same schedule, and what differs. Whole texts are
 * those of an earlier version; edits are what is about to be made of the files.
 */
export async function compareTopology(
  question: Extract<TopologyQuestion, { kind: 'compare' }>,
  context: PanelContext<TopologyAnswer>,
): Promise<Answered<CompareAnswer>> {
  const { analyzer } = context;
  const { uri, edits = [] } = question;
  const now = findCluster(context, uri, question.cluster);
  const texts = new Map(
    Object.entries(question.texts).map(([file, text]) => [canonicalUri(file), text] as const),
  );
  for (const [file, text] of afterEdits(analyzer, edits)) texts.set(file, text);
  const landscape = landscapeWith(analyzer, uri, texts);
  const cluster = sameCluster(landscape, 'cluster' in now ? now.cluster : undefined, uri);
  if (cluster === undefined)
    return {
      kind: 'compare',
      changes: [],
      why: 'The other version of these files holds no such cluster.',
    };
  const there = new Map([...texts].flatMap(([file, text]) => (text === null ? [] : [[file, text] as const])));
  const other = foundIn(analyzer, landscape, cluster, there, 'cluster' in now ? now.version : 0);
  const [before, after] = edits.length > 0 ? [now, other] : [other, now];
  const answer: CompareAnswer = {
    kind: 'compare',
    before: await shownCluster(analyzer, other, false),
    changes: 'cluster' in before && 'cluster' in after ? changesOf(before, after) : [],
  };
  context.part(answer);
  return { ...answer, ...(await played(question, other, context)) };
}

/** The playback of the schedule on the other version, or why there is none. */
async function played(
  { schedule: data, seed, sample }: Extract<TopologyQuestion, { kind: 'compare' }>,
  found: FoundCluster,
  context: PanelContext<TopologyAnswer>,
): Promise<Pick<CompareAnswer, 'playback' | 'why'>> {
  const { prepared, why } = found;
  if (prepared === undefined) return { why: why ?? 'The other version cannot be played.' };
  const schedule = checkedSchedule(data, prepared);
  if ('why' in schedule) return schedule;
  const maker = new PlaybackMaker({ ...found, prepared }, schedule, {
    seed,
    ...(sample === undefined ? {} : { sample }),
  });
  for (;;) {
    const played = await inSlices(maker.steps(), context);
    if (played === undefined) return { why: 'Nobody waits for this any more.' };
    if (!played.value) return { playback: maker.playback() };
  }
}

/** Texts of files with edits made. */
export function afterEdits(analyzer: Analyzer, edits: readonly PanelEdit[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const uri of new Set(edits.map(edit => canonicalUri(edit.uri)))) {
    const text = analyzer.text(uri);
    if (text === undefined) continue;
    const lines = new LineIndex(text);
    const own = edits
      .filter(edit => canonicalUri(edit.uri) === uri)
      .map(({ range, newText }) => ({
        start: lines.offsetAt(range.start),
        end: lines.offsetAt(range.end),
        newText,
      }));
    found.set(uri, edited(text, own));
  }
  return found;
}

/** The one that the question is about: by its id, else by system and name, else the file's first. */
function sameCluster(landscape: Landscape, now: Cluster | undefined, uri: string): Cluster | undefined {
  const { clusters } = landscape;
  return (
    clusters.find(({ id }) => id === now?.id) ??
    clusters.find(({ system, name }) => system === now?.system && name === now.name) ??
    clustersOf(landscape, uri)[0]
  );
}
