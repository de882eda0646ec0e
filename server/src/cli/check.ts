import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { LocatedFinding, Settings } from '../analyzer/types.js';
import { RULES } from '../rules/index.js';
import type { RuleLevel, Severity } from '../rules/rule.js';
import type { Dialect } from '../sql/dialect.js';
import { type Baseline, readBaseline, sift, writeBaseline } from './baseline.js';
import { changeFilter } from './change-filter.js';
import { colorsFor } from './color.js';
import { applySafeFixes, replaceFile } from './fix.js';
import { type Format, formatters } from './formats/index.js';
import { CliError, type CliIo, EXIT } from './io.js';
import {
  compareFindings,
  countSeverities,
  type Report,
  type ReportedFinding,
  reaches,
  type Summary,
  withoutRepeats,
} from './report.js';
import { MAX_FILES, openSession, type Session, tellNotes } from './session.js';
import { writeStats } from './stats.js';
import { resolveTargets } from './targets.js';
import { VERSION } from './version.js';

export interface CheckOptions {
  readonly format: Format;
  readonly failOn: Severity | 'never';
  readonly show?: Severity;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly fix?: boolean;
  readonly changed?: boolean;
  readonly since?: string;
  readonly dialect?: Dialect;
  readonly rule: Readonly<Record<string, RuleLevel>>;
  readonly stdinFileName?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly stats?: boolean;
}

const DEFAULT_BASELINE = 'faultline-baseline.json';

/** `faultline check`: writes the report to standard output, notes to standard error; returns the exit code. */
export async function check(paths: readonly string[], options: CheckOptions, io: CliIo): Promise<number> {
  refuseContradictions(paths, options);
  const started = performance.now();
  const note = (line: string) => io.stderr.write(`faultline: ${line}\n`);
  const targets = await resolveTargets(paths, io, {
    stdinFileName: options.stdinFileName,
    maxFiles: MAX_FILES,
  });
  const baselinePath = options.baseline ?? (options.writeBaseline ? DEFAULT_BASELINE : undefined);
  const baseline = await loadBaseline(baselinePath, options, io);
  const session = await openSession(targets, settingsOf(options), io, {
    progress: io.stderr.isTTY && !options.quiet,
  });
  const read = performance.now();
  const inScope = await changeFilter(options, targets, session, io);
  if (options.writeBaseline) return saveBaseline(baselinePath!, baseline, session, io, note);

  let fixed = 0;
  if (options.fix) {
    // Only what would be reported is mended: findings are known again by their fingerprints once lines have moved.
    const all = collect(session);
    const fresh = sift(all.filter(inScope), baseline ?? { entries: [] }, () => false).fresh;
    const wanted = new Set(fresh.map(identity));
    const everything = baseline === undefined && !options.changed && options.since === undefined;
    const outcome = await applySafeFixes(
      session.analyzer,
      session.selected,
      finding => everything || wanted.has(identity(finding)),
    );
    fixed = outcome.fixed;
    outcome.notes.forEach(note);
  }
  const report = reportOf(
    session,
    options,
    baseline,
    options.fix ? await changeFilter(options, targets, session, io) : inScope,
    fixed,
  );
  const failed = tellNotes(session, io, options.stats ?? false);
  if (report.files.length === 0) note('found no SQL and no config that Faultline reads');
  for (const entry of report.stale)
    note(`${baselinePath}: ${entry.rule} in ${entry.file} is gone, --write-baseline takes it out`);
  io.stdout.write(formatters[options.format](shown(report, options), contextOf(session, options, io)));
  if (options.stats)
    writeStats(session, report, { read: read - started, total: performance.now() - started }, io.stderr);
  if (failed || misconfigured(session)) return EXIT.failed;
  return report.findings.some(finding => reaches(finding.severity, options.failOn))
    ? EXIT.findings
    : EXIT.clean;
}

function refuseContradictions(paths: readonly string[], options: CheckOptions): void {
  if (options.fix && paths.includes('-')) throw new CliError('--fix works on files, not on standard input');
  if (options.writeBaseline && (options.changed || options.since !== undefined)) {
    throw new CliError('--write-baseline takes in every finding; it does not go with --changed');
  }
  if (options.writeBaseline && options.fix) throw new CliError('--write-baseline does not go with --fix');
}

/** With settings that could not be read, the findings may be other people's. */
function misconfigured({ analyzer, configs }: Session): boolean {
  return configs().some(uri => analyzer.findings(uri).some(finding => finding.severity === 'error'));
}

function settingsOf(options: CheckOptions): Partial<Settings> {
  return {
    dialect: options.dialect ?? 'auto',
    ruleOverrides: options.rule,
    maxFiles: MAX_FILES,
    maxFindingsPerFile: Number.POSITIVE_INFINITY,
  };
}

async function loadBaseline(
  path: string | undefined,
  options: CheckOptions,
  io: CliIo,
): Promise<Baseline | undefined> {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && options.writeBaseline) return undefined;
    throw new CliError(
      code === 'ENOENT'
        ? `${path}: no such baseline; --write-baseline makes one`
        : `${path}: not read (${code})`,
    );
  }
  const baseline = readBaseline(text);
  if (typeof baseline === 'string') throw new CliError(`${path}: ${baseline}`);
  return baseline;
}

async function saveBaseline(
  path: string,
  old: Baseline | undefined,
  session: Session,
  io: CliIo,
  note: (line: string) => void,
): Promise<number> {
  const findings = collect(session).filter(finding => finding.rule !== 'config');
  const checked = new Set(session.selected().map(session.nameOf));
  const kept = old?.entries.filter(entry => !checked.has(entry.file)) ?? [];
  await replaceFile(resolve(io.cwd, path), writeBaseline([...findings, ...kept]));
  note(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} written to ${path}`);
  return EXIT.clean;
}

/**
 * All findings in the selected files, and in the configuration of their projects, in order.
 * @param again Takes those that are told in another file already.
 */
function collect(session: Session, again?: Set<ReportedFinding>): ReportedFinding[] {
  const findings = [...session.configs(), ...session.selected()].flatMap(uri =>
    session.analyzer.findings(uri),
  );
  return findings
    .map(finding => {
      const told = reported(finding, session);
      if (finding.again === true) again?.add(told);
      return told;
    })
    .sort(compareFindings);
}

function reportOf(
  session: Session,
  options: CheckOptions,
  baseline: Baseline | undefined,
  inScope: (finding: ReportedFinding) => boolean,
  fixed: number,
): Report {
  const { analyzer, nameOf } = session;
  const uris = session.selected();
  const files = uris.map(nameOf);
  const checked = new Set(files);
  const whole = !options.changed && options.since === undefined;
  const again = new Set<ReportedFinding>();
  const all = sift(
    collect(session, again).filter(inScope),
    baseline ?? { entries: [] },
    file => whole && checked.has(file),
  );
  const sifted = { ...all, fresh: withoutRepeats(all.fresh, again) };
  const counts = countSeverities(sifted.fresh);
  const infos = uris.map(uri => analyzer.fileInfo(uri));
  const summary: Summary = {
    files: files.length,
    skipped: session.skipped.length,
    statements: infos.reduce((sum, info) => sum + (info?.statements ?? 0), 0),
    tables: infos.reduce((sum, info) => sum + (info?.tables ?? 0), 0),
    errors: counts.error,
    warnings: counts.warning,
    infos: counts.info,
    hints: counts.hint,
    fixable: sifted.fresh.filter(finding => finding.fixes.some(fix => fix.safe)).length,
    fixed,
    baselined: sifted.known.length,
    staleBaseline: sifted.stale.length,
  };
  return {
    findings: sifted.fresh,
    baselined: sifted.known,
    stale: sifted.stale,
    files,
    skipped: session.skipped,
    summary,
    failOn: options.failOn,
  };
}

function reported(finding: LocatedFinding, { nameOf }: Session): ReportedFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    file: nameOf(finding.uri),
    range: finding.range,
    message: finding.message,
    related: finding.related.map(({ uri, range, message }) => ({ file: nameOf(uri), range, message })),
    fixes: finding.fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map(({ uri, range, newText }) => ({ file: nameOf(uri), range, newText })),
    })),
    get tradeOff() {
      return finding.tradeOff;
    },
    fingerprint: finding.fingerprint,
  };
}

/** The report without what is too slight to be shown; its counts stay whole. */
function shown(report: Report, options: CheckOptions): Report {
  const forPeople = options.format === 'text' || options.format === 'github';
  const quietLevel = options.failOn === 'never' ? 'error' : options.failOn;
  const level = options.quiet
    ? quietLevel
    : (options.show ?? (forPeople && options.failOn !== 'hint' ? 'info' : 'hint'));
  return { ...report, findings: report.findings.filter(finding => reaches(finding.severity, level)) };
}

function contextOf(session: Session, options: CheckOptions, io: CliIo) {
  const colors = colorsFor(io.stdout, io.env, options.color);
  const sources = new Map(session.analyzer.files().map(uri => [session.nameOf(uri), uri]));
  const top = options.format === 'gitlab' ? io.env.CI_PROJECT_DIR : io.env.GITHUB_WORKSPACE;
  return {
    colors,
    terminal: io.stdout.isTTY,
    columns: io.stdout.columns,
    quiet: options.quiet ?? false,
    version: VERSION,
    rules: RULES,
    source: (file: string) => {
      const uri = sources.get(file);
      return uri === undefined ? undefined : session.analyzer.text(uri);
    },
    fromRepository: (file: string) => repositoryPath(file, io.cwd, top),
  };
}

function repositoryPath(file: string, cwd: string, top: string | undefined): string {
  const path = resolve(cwd, file);
  const inside = top && isAbsolute(top) ? relative(top, path) : file;
  const name = inside.startsWith('..') || isAbsolute(inside) ? path : inside;
  return name.split(sep).join('/');
}

function identity(finding: { rule: string; fingerprint: string }): string {
  return `${finding.rule} ${finding.fingerprint}`;
}
