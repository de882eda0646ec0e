import type { Analyzer, LocatedFinding, LocatedFix } from '../../../analyzer/types.js';
import type { DiffLine, WhatIfValue } from '../../../protocol/topology-panel.js';
import type { PanelEdit } from '../../../protocol/webview.js';
import { sourcesOf } from '../clusters-of.js';
import { textChanges } from '../edits.js';
import type { FoundCluster } from '../find.js';
import { edited, tryValues } from '../tried.js';
import { whatIfsOf } from '../what-if.js';

/** Something that may mend a cluster: other texts of its files. */
export interface Fix {
  readonly id: string;
  readonly title: string;
  /** Files as they would be, by URI. */
  readonly texts: ReadonlyMap<string, string>;
  /** The same as edits of whole lines, and as they read. */
  readonly edits: readonly PanelEdit[];
  readonly diff: readonly DiffLine[];
  /** Ids of the fixes that it is made of. */
  readonly parts?: readonly string[];
}

/** As many are tried: each takes searches of its own. */
const MAX_OFFERED = 8;
const MAX_TURNED = 6;
/** Of one parameter. */
const MAX_VALUES = 2;

/** The fixes that findings in the files of a cluster offer, in the order of the findings. */
export function offeredFixes(
  analyzer: Analyzer,
  { cluster, all }: Pick<FoundCluster, 'cluster' | 'all'>,
): Fix[] {
  const found = new Map<string, Fix>();
  for (const uri of sourcesOf(cluster, all)) {
    for (const finding of analyzer.findings(uri) as readonly LocatedFinding[]) {
      for (const fix of finding.fixes) {
        const id = `${finding.rule} ${fix.title}`;
        if (fix.edits.length === 0 || found.has(id)) continue;
        const texts = fixedTexts(analyzer, fix);
        if (texts !== undefined) found.set(id, fixOf(analyzer, id, `${fix.title} (${finding.rule})`, texts));
        if (found.size >= MAX_OFFERED) return [...found.values()];
      }
    }
  }
  return [...found.values()];
}

/** Other values of the parameters that had a hand in what was found: switches turned, choices changed, counts raised. */
export function turnedFixes(
  analyzer: Analyzer,
  uri: string,
  { cluster, all, prepared }: FoundCluster,
  names: ReadonlySet<string>,
): Fix[] {
  const landscape = analyzer.landscapeOf(uri);
  const same = landscape?.clusters.find(({ id }) => id === cluster.id);
  if (landscape === undefined || same === undefined) return [];
  const fixes: Fix[] = [];
  for (const { id, label, value, control } of whatIfsOf(analyzer, cluster, all, prepared)) {
    if (!names.has(label)) continue;
    for (const other of otherValues(value, control)) {
      const tried = tryValues(analyzer, uri, landscape, same, { [id]: other });
      if ('why' in tried || tried.texts.size === 0) continue;
      fixes.push(
        fixOf(analyzer, `${id}=${String(other)}`, `Set ${label} to ${valueText(other)}`, tried.texts),
      );
      if (fixes.length >= MAX_TURNED) return fixes;
    }
  }
  return fixes;
}

/** Two fixes at once; undefined where both change the same lines. */
export function bothFixes(analyzer: Analyzer, first: Fix, second: Fix): Fix | undefined {
  const edits = [...first.edits, ...second.edits].map(({ uri, range, newText }) => ({
    uri,
    start: analyzer.offsetAt(uri, range.start),
    end: analyzer.offsetAt(uri, range.end),
    newText,
  }));
  for (const [i, a] of edits.entries())
    for (const b of edits.slice(i + 1)) {
      if (a.uri !== b.uri) continue;
      if (a.start < b.end && b.start < a.end) return undefined;
      // Two lines that go in at one place are both wanted, unless they are the same one.
      if (a.start === b.start && a.newText === b.newText) return undefined;
    }
  const texts = new Map<string, string>();
  for (const uri of new Set(edits.map(each => each.uri)))
    texts.set(
      uri,
      edited(
        analyzer.text(uri) ?? '',
        edits.filter(each => each.uri === uri),
      ),
    );
  const title = `${first.title}; ${uncapitalized(second.title)}`;
  return {
    ...fixOf(analyzer, `${first.id} & ${second.id}`, title, texts),
    parts: [first.id, second.id],
  };
}

function fixOf(analyzer: Analyzer, id: string, title: string, texts: ReadonlyMap<string, string>): Fix {
  return { id, title, texts, ...textChanges(analyzer, texts) };
}

/** Undefined: a file that it changes is not known. */
function fixedTexts(analyzer: Analyzer, { edits }: LocatedFix): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const uri of new Set(edits.map(each => each.uri))) {
    const text = analyzer.text(uri);
    if (text === undefined) return undefined;
    const own = edits
      .filter(each => each.uri === uri)
      .map(({ range, newText }) => ({
        uri,
        start: analyzer.offsetAt(uri, range.start),
        end: analyzer.offsetAt(uri, range.end),
        newText,
      }));
    texts.set(uri, edited(text, own));
  }
  return texts;
}

function otherValues(
  value: WhatIfValue,
  control: ReturnType<typeof whatIfsOf>[number]['control'],
): readonly WhatIfValue[] {
  switch (control.kind) {
    case 'toggle':
      return [value !== true];
    case 'choice':
      // The last ones first: tables list values from the weakest to the strongest.
      return [...control.options]
        .reverse()
        .flatMap(option => (option.value === value ? [] : [option.value]))
        .slice(0, MAX_VALUES);
    case 'range':
      return control.unit === 'count' && typeof value === 'number' && value < control.max ? [value + 1] : [];
  }
}

function valueText(value: WhatIfValue): string {
  return value === true ? 'on' : value === false ? 'off' : String(value);
}

function uncapitalized(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
