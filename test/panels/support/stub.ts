import type {
  SearchAnswer,
  TopologyAnswer,
  TopologyQuestion,
} from '../../../server/src/protocol/topology-panel.js';
import { labPlay, labPlayback, labSearch, labSnapshot } from './lab.js';
import { type OpenOptions, type OpenPanel, openPanel } from './page.js';
import type { StubAnswer } from './plain-host.js';

export interface StubOptions extends Partial<OpenOptions> {
  /** Writes that are lost; what-ifs and fixes lose none. */
  readonly lost?: number;
  /** The search's answers but the last, and the last; undefined: it goes on. */
  readonly search?: { readonly parts: readonly SearchAnswer[]; readonly last?: SearchAnswer };
  readonly replace?: (question: TopologyQuestion) => TopologyAnswer | { readonly why: string } | undefined;
}

/** The topology panel with the small cluster of `lab.ts` behind it, and every question that it asked. */
export async function openLab(
  options: StubOptions = {},
): Promise<OpenPanel & { readonly asked: TopologyQuestion[] }> {
  const asked: TopologyQuestion[] = [];
  const answer: StubAnswer = async (question, part) => {
    asked.push(question as TopologyQuestion);
    const replaced = options.replace?.(question as TopologyQuestion);
    return replaced ?? answerLab(question as TopologyQuestion, part, options);
  };
  const panel = await openPanel({
    kind: 'topology',
    folder: 'examples/fleet',
    file: 'patroni.yml',
    answer,
    ...options,
  });
  return { ...panel, asked };
}

async function answerLab(
  question: TopologyQuestion,
  part: (answer: TopologyAnswer) => void,
  { lost = 697, search }: StubOptions,
): Promise<TopologyAnswer | { readonly why: string } | undefined> {
  switch (question.kind) {
    case 'snapshot':
      return labSnapshot();
    case 'play': {
      const tried = Object.keys(question.whatIf).length > 0;
      const { playback } = labPlay(tried ? 0 : lost, question.sample?.seed ?? question.seed);
      return { ...labPlay(), playback: moved(playback, question.schedule) };
    }
    case 'search':
      for (const each of search?.parts ?? []) part(each);
      return search === undefined ? labSearch(true) : search.last;
    case 'edits':
      return {
        kind: 'edits',
        edits: [
          {
            uri: 'file:///lab/patroni.yml',
            range: { start: { line: 3, character: 0 }, end: { line: 3, character: 7 } },
            newText: 'ttl: 20',
          },
        ],
        diff: [
          { uri: 'file:///lab/patroni.yml', line: 3, kind: 'removed', text: 'ttl: 30' },
          { uri: 'file:///lab/patroni.yml', line: 3, kind: 'added', text: 'ttl: 20' },
        ],
        notes: ['Run patronictl reload lab.'],
      };
    case 'compare':
      return {
        kind: 'compare',
        playback: labPlayback(0),
        changes: [{ text: 'ttl was 20 and is 30.' }],
      };
    case 'export':
      return {
        kind: 'export',
        files: [{ name: `lab.${question.format}`, text: `# ${question.format}` }],
        notes: [],
      };
  }
}

/** The same run with its faults where the schedule has them. */
function moved(
  playback: ReturnType<typeof labPlayback>,
  schedule: ReturnType<typeof labPlayback>['schedule'] | undefined,
): ReturnType<typeof labPlayback> {
  if (schedule === undefined) return playback;
  const [first, second] = schedule.events;
  return {
    ...playback,
    schedule,
    faults:
      first === undefined
        ? []
        : playback.faults.map(({ toMs: _, ends, ...fault }) => ({
            ...fault,
            fromMs: first.at,
            ...(second === undefined ? { lasting: true } : { toMs: second.at, ends }),
          })),
  };
}
