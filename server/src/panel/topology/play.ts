import type { PlayAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';
import { inSlices } from '../in-slices.js';
import { findCluster } from './find.js';
import { PlaybackMaker } from './playback-of.js';
import { checkedSchedule } from './schedule-of.js';

/** One run with timers at their least, one with them at their most, one with them anywhere: a first picture of all. */
const FIRST_RUNS = 3;
/** Where these take longer than this, fewer of them must do, in ms. */
const FIRST_MS = 120;
/** A better picture so often, until all runs are played, in ms. */
const AGAIN_MS = 1_200;

/**
 * Plays a schedule. What can be said soon is sent as a part; the answer rests on the same runs as `simulate`, and its
 * verdicts are the same.
 */
export async function playTopology(
  question: Extract<TopologyQuestion, { kind: 'play' }>,
  context: PanelContext<TopologyAnswer>,
): Promise<Answered<PlayAnswer>> {
  const found = findCluster(context, question.uri, question.cluster, question.whatIf);
  if (!('cluster' in found)) return found;
  const { prepared, why, version } = found;
  if (prepared === undefined) return { why: why ?? 'This cluster cannot be played.' };
  const schedule = checkedSchedule(question.schedule, prepared);
  if ('why' in schedule) return schedule;
  const { seed, sample } = question;
  const maker = new PlaybackMaker({ ...found, prepared }, schedule, {
    seed,
    ...(sample === undefined ? {} : { sample }),
  });
  const answer = (): PlayAnswer => ({ kind: 'play', version, playback: maker.playback() });
  const begun = Date.now();
  let told: number | undefined;
  for (;;) {
    // One run of a large cluster takes seconds.
    const played = await inSlices(maker.steps(), context);
    if (played === undefined) return { why: 'Nobody waits for this any more.' };
    if (!played.value) return answer();
    const now = Date.now();
    const soon = told === undefined && (maker.runs >= FIRST_RUNS || now - begun > FIRST_MS);
    if (soon || (told !== undefined && now - told > AGAIN_MS)) {
      context.part(answer());
      told = Date.now();
    }
  }
}
