import type { Analyzer } from '../../server/src/analyzer/types.js';
import { createAnalyzer } from '../../server/src/analyzer.js';
import type { Host } from '../../server/src/host.js';
import { dialectOf } from '../../server/src/sql/detect.js';
import type { Dialect } from '../../server/src/sql/dialect.js';
import { lcg } from '../bench/random.js';
import { randomStep } from './edits.js';
import type { FuzzFile } from './files.js';

export interface FuzzOptions {
  readonly files: readonly FuzzFile[];
  readonly edits: number;
  readonly seed: number;
  /** Go on with last good readings: findings then depend on what was there before, and are not compared. */
  readonly keepLastGood?: boolean;
  /** Compare after so many edits; default 1. */
  readonly compareEvery?: number;
  /** Told of every edit before it is made, so that what kills the process can be found. */
  onEdit?(about: {
    readonly step: number;
    readonly dialect: string;
    readonly texts: Readonly<Record<string, string>>;
    readonly changes: readonly unknown[];
  }): void;
}

export interface FuzzFailure {
  readonly file: string;
  readonly seed: number;
  readonly step: number;
  readonly what: string;
  /** The texts after the edit, by name. */
  readonly texts: Readonly<Record<string, string>>;
  /** The text and the edits that led there. */
  readonly before: string;
  readonly changes: readonly unknown[];
}

export interface FuzzResult {
  readonly edits: number;
  readonly comparisons: number;
  readonly sessions: number;
  readonly slowest: number;
  readonly failures: readonly FuzzFailure[];
}

/** Edits of one file before the next one is taken. */
const SESSION = 12;
/** An edit that takes longer than this counts as a hang, in milliseconds. */
const HANG = 10_000;

/**
 * Edits files at random. After each edit the findings of the analyzer that saw all edits must equal those of one that
 * sees the texts for the first time; nothing may throw or hang. Same options, same run.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const random = lcg(options.seed);
  const result = { edits: 0, comparisons: 0, sessions: 0, slowest: 0, failures: [] as FuzzFailure[] };
  while (result.edits < options.edits && result.failures.length < 5) {
    const file = options.files[Math.floor(random() * options.files.length)]!;
    const partner = options.files[Math.floor(random() * options.files.length)]!;
    await session(file, partner, Math.min(SESSION, options.edits - result.edits), random, options, result);
    result.sessions++;
  }
  return result;
}

async function session(
  file: FuzzFile,
  partner: FuzzFile,
  count: number,
  random: () => number,
  options: FuzzOptions,
  result: { edits: number; comparisons: number; slowest: number; failures: FuzzFailure[] },
): Promise<void> {
  const { dialect } = dialectOf(file.text, { path: file.name });
  // Two files of one project, so that edits reach across files.
  const texts = new Map([
    ['file:///fuzz/a.sql', file.text],
    ['file:///fuzz/b.sql', partner.text],
  ]);
  const uris = [...texts.keys()];
  const analyzer = await opened(texts, dialect, options);
  const changes: unknown[] = [];
  const fail = (what: string) =>
    result.failures.push({
      file: `${file.name} + ${partner.name}`,
      seed: options.seed,
      step: result.edits,
      what,
      texts: Object.fromEntries(texts),
      before: file.text,
      changes,
    });
  for (let i = 0; i < count; i++) {
    const uri = uris[random() < 0.85 ? 0 : 1]!;
    const step = randomStep(texts.get(uri)!, random, [partner.text, file.text]);
    texts.set(uri, step.text);
    changes.push({ uri, change: step.change });
    result.edits++;
    options.onEdit?.({ step: result.edits, dialect, texts: Object.fromEntries(texts), changes });
    const start = performance.now();
    try {
      analyzer.changeBuffer(uri, [step.change]);
      if (random() < 0.7) {
        analyzer.takeChanged();
        for (const uri of uris) analyzer.findings(uri);
      }
    } catch (error) {
      fail(`threw ${error instanceof Error ? error.stack : String(error)}`);
      return;
    }
    const took = performance.now() - start;
    result.slowest = Math.max(result.slowest, took);
    if (took > HANG) fail(`took ${Math.round(took)} ms`);
    if (analyzer.text(uri) !== step.text) {
      fail('the text differs');
      return;
    }
    // A buffer that is opened with a NUL is binary; one into which it is typed stays what it was.
    const binary = [...texts.values()].some(text => text.includes('\0'));
    if (options.keepLastGood !== true && !binary && result.edits % (options.compareEvery ?? 1) === 0) {
      result.comparisons++;
      const fresh = await opened(texts, dialect, options);
      await Promise.all([analyzer.settled(), fresh.settled()]);
      const difference = differenceOf(analyzer, fresh, uris);
      if (difference !== undefined) {
        fail(difference);
        return;
      }
    }
  }
}

async function opened(
  texts: ReadonlyMap<string, string>,
  dialect: Dialect,
  options: FuzzOptions,
): Promise<Analyzer> {
  const analyzer = createAnalyzer(NO_FILES, { keepLastGood: options.keepLastGood ?? false });
  // Detection is not asked again while one types; both analyzers must start from the same answer.
  analyzer.configure({ dialect });
  await analyzer.index([]);
  for (const [uri, text] of texts) analyzer.openBuffer(uri, text);
  for (const uri of texts.keys()) analyzer.findings(uri);
  return analyzer;
}

/** The first difference between what two analyzers say of the same files. */
function differenceOf(edited: Analyzer, fresh: Analyzer, uris: readonly string[]): string | undefined {
  for (const uri of uris) {
    const ours = [
      JSON.stringify(edited.fileInfo(uri)),
      ...edited
        .findings(uri)
        .map(finding =>
          JSON.stringify({ ...finding, fixes: finding.fixes, fingerprint: finding.fingerprint }),
        ),
    ];
    const theirs = [
      JSON.stringify(fresh.fileInfo(uri)),
      ...fresh
        .findings(uri)
        .map(finding =>
          JSON.stringify({ ...finding, fixes: finding.fixes, fingerprint: finding.fingerprint }),
        ),
    ];
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      if (ours[i] !== theirs[i]) return `${uri}, after edits: ${ours[i]}\nfrom scratch: ${theirs[i]}`;
    }
  }
  return undefined;
}

const NO_FILES: Host = {
  readFile: async () => ({ kind: 'missing' }),
  async *findFiles() {},
  log() {},
};
