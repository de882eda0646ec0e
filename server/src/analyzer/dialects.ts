import { EMPTY_CONFIG, type ProjectConfig } from '../project/config.js';
import { anyOf } from '../project/globs.js';
import { didYouMean, nearest } from '../project/nearest.js';
import { dialectComment, dialectNamed, dialectOf } from '../sql/detect.js';
import { DIALECTS, type Dialect } from '../sql/dialect.js';
import type { FileProblem } from './problem.js';
import type { SourceFile } from './source-file.js';
import type { FileInfo, Settings } from './types.js';

export interface DialectChoice {
  readonly dialect: Dialect;
  readonly from: FileInfo['dialectFrom'];
}

/**
 * The dialect of a file: its own comment, else `faultline.yaml`, else the setting, else what its text shows.
 * @param path The file's path from its project folder.
 */
export function chooseDialect(
  text: string,
  path: string,
  config: ProjectConfig | undefined,
  settings: Settings,
): DialectChoice {
  return toldDialect(text, path, config, settings) ?? dialectOf(text, { path });
}

/** The dialect that somebody said; undefined where the text has to show it. Costs a look at the top of the text. */
export function toldDialect(
  text: string,
  path: string,
  given: ProjectConfig | undefined,
  settings: Settings,
): DialectChoice | undefined {
  const config = given ?? EMPTY_CONFIG;
  const comment = dialectComment(text.slice(0, COMMENT_REACH));
  const named = comment && dialectNamed(comment.name);
  if (named !== undefined) return { dialect: named, from: 'comment' };
  for (const { glob, dialect } of config.dialects) {
    if (anyOf([glob])(path)) return { dialect, from: 'faultline.yaml' };
  }
  if (config.dialect === 'auto') return undefined;
  if (config.dialect !== undefined) return { dialect: config.dialect, from: 'faultline.yaml' };
  return settings.dialect === 'auto' ? undefined : { dialect: settings.dialect, from: 'setting' };
}

/** The dialect in which most statements of these files are written; those of programs do not count. */
export function mostStatements(
  files: Iterable<Pick<SourceFile, 'dialect' | 'isCode' | 'info'>>,
): Dialect | undefined {
  const counts = new Map<Dialect, number>();
  for (const { dialect, isCode, info } of files) {
    if (!isCode) counts.set(dialect, (counts.get(dialect) ?? 0) + info.statements);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** What is wrong with a `-- dialect:` comment. */
export function dialectProblem(text: string): FileProblem | undefined {
  const comment = dialectComment(text.slice(0, COMMENT_REACH));
  if (comment === undefined || comment.known) return undefined;
  const { start, end } = comment.span;
  const replacement = nearest(comment.name, DIALECTS);
  return {
    rule: 'config',
    severity: 'warning',
    message: `No dialect is called \`${comment.name}\`.${didYouMean(comment.name, DIALECTS)}`,
    start,
    end,
    ...(replacement && {
      fix: {
        title: `Change to ${replacement}`,
        safe: false,
        edits: [{ start, end, newText: replacement }],
      },
    }),
  };
}

/** A `-- dialect:` comment stands within so many characters of the top. */
export const COMMENT_REACH = 16_384;
