import type { Analyzer } from '../analyzer/types.js';
import { mayBeDocument } from '../cluster/files.js';
import { isConfigUri } from '../project/config.js';
import { suggestConfig } from '../project/config-assist.js';
import { RULES } from '../rules/index.js';
import type { Position } from '../text/span.js';
import { unitAt } from './at.js';
import { completeParameter } from './cluster-complete.js';
import { commentAt } from './comment.js';
import { completeComment } from './complete-comment.js';
import { completeSql } from './complete-sql.js';
import type { CompletionItem } from './types.js';

/** What could be written at a position: in SQL, in the comments that Faultline reads, and in `faultline.yaml`. */
export function completion(analyzer: Analyzer, uri: string, at: Position): readonly CompletionItem[] {
  if (isConfigUri(uri)) return completeConfig(analyzer, uri, at);
  if (mayBeDocument(uri)) return completeParameter(analyzer, uri, at);
  const comment = commentAt(analyzer, uri, at);
  if (comment !== undefined) return completeComment(comment);
  const place = unitAt(analyzer, uri, at);
  return place === undefined ? [] : completeSql(analyzer, place);
}

function completeConfig(analyzer: Analyzer, uri: string, at: Position): CompletionItem[] {
  const text = analyzer.text(uri);
  if (text === undefined) return [];
  const rules = new Map(RULES.map(rule => [rule.id, rule]));
  return suggestConfig(text, analyzer.offsetAt(uri, at), rules).map(({ start, end, ...item }, rank) => ({
    ...item,
    replace: analyzer.rangeOf(uri, start, end),
    rank,
  }));
}
