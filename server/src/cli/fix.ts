import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Analyzer, LocatedFinding, LocatedFix } from '../analyzer/types.js';
import { decode, type Encoding, encode } from '../node/decode.js';
import { uriToPath } from '../node/index.js';
import { CliError } from './io.js';

export interface FixOutcome {
  /** Findings mended. */
  readonly fixed: number;
  /** Files written. */
  readonly files: readonly string[];
  /** What could not be done, for the user. */
  readonly notes: readonly string[];
}

/** A fix may make room for another: so often at most. */
const MAX_ROUNDS = 10;

/**
 * Applies safe fixes that do not overlap, again and again until nothing is left to do, then writes each file once.
 * Line endings, byte order mark and encoding stay as they were.
 */
export async function applySafeFixes(
  analyzer: Analyzer,
  uris: () => readonly string[],
  wanted: (finding: LocatedFinding) => boolean,
): Promise<FixOutcome> {
  const files = new Map<string, OpenFile | undefined>();
  const notes: string[] = [];
  let fixed = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = new Map<string, OffsetEdit[]>();
    let accepted = 0;
    for (const uri of uris()) {
      for (const finding of analyzer.findings(uri)) {
        // One fix mends every file that is told the same: that of the first.
        const isRepeated = finding.again === true && uris().includes(finding.related[0]!.uri);
        const fix =
          !isRepeated && wanted(finding)
            ? finding.fixes.find(each => each.safe && each.edits.length > 0)
            : undefined;
        if (fix && (await accept(analyzer, fix, edits, files, notes))) accepted++;
      }
    }
    if (accepted === 0) break;
    fixed += accepted;
    for (const [uri, list] of edits) {
      const file = files.get(uri)!;
      file.text = applyEdits(file.text, list);
      analyzer.openBuffer(uri, file.text);
    }
  }
  const written: string[] = [];
  for (const [uri, file] of files) {
    if (file === undefined || file.text === file.original) continue;
    await replaceFile(file.path, encode(file.text, file.encoding)!);
    await analyzer.closeBuffer(uri);
    written.push(file.path);
  }
  return { fixed, files: written, notes };
}

/** An edit in UTF-16 offsets of a text. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The text with edits made, none of which overlaps another. */
export function applyEdits(text: string, edits: readonly OffsetEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

interface OpenFile {
  readonly path: string;
  readonly original: string;
  readonly encoding: Encoding;
  readonly lineEnding: string;
  text: string;
}

/** Takes a fix's edits in, all or none. */
async function accept(
  analyzer: Analyzer,
  fix: LocatedFix,
  edits: Map<string, OffsetEdit[]>,
  files: Map<string, OpenFile | undefined>,
  notes: string[],
): Promise<boolean> {
  const mine: [string, OffsetEdit][] = [];
  for (const { uri, range, newText } of fix.edits) {
    if (!files.has(uri)) files.set(uri, await openFile(analyzer, uri, notes));
    const file = files.get(uri);
    if (file === undefined || encode(newText, file.encoding) === undefined) return false;
    const edit = {
      start: analyzer.offsetAt(uri, range.start),
      end: analyzer.offsetAt(uri, range.end),
      newText: newText.replace(/\r\n|\n/g, file.lineEnding),
    };
    // Edits of two fixes that only touch are kept apart too: which one comes first would be chance.
    if (edits.get(uri)?.some(other => edit.start <= other.end && edit.end >= other.start)) return false;
    mine.push([uri, edit]);
  }
  for (const [uri, edit] of mine) {
    const list = edits.get(uri);
    if (list) list.push(edit);
    else edits.set(uri, [edit]);
  }
  return true;
}

async function openFile(analyzer: Analyzer, uri: string, notes: string[]): Promise<OpenFile | undefined> {
  const path = uriToPath(uri);
  const decoded = decode(await readFile(path).catch(() => new Uint8Array()));
  if (decoded === undefined || decoded.text !== analyzer.text(uri)) {
    notes.push(`${path}: changed while it was checked, not fixed`);
    return undefined;
  }
  const crlf = decoded.text.split('\r\n').length - 1;
  const lf = decoded.text.split('\n').length - 1 - crlf;
  return {
    path,
    original: decoded.text,
    text: decoded.text,
    encoding: decoded.encoding,
    lineEnding: crlf > lf ? '\r\n' : '\n',
  };
}

/** Writes beside the file and renames, so that nobody ever sees half a file. Its mode stays; a link stays a link. */
export async function replaceFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const mode = await stat(target).then(
      info => info.mode,
      () => undefined,
    );
    await writeFile(temporary, bytes);
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new CliError(`${path}: not written (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}
