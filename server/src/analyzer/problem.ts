import type { Severity } from '../rules/rule.js';

/** A change of one file's text, in UTF-16 offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Something that the analyzer itself has to say about a file, in UTF-16 offsets of its text. */
export interface FileProblem {
  readonly rule: 'config' | 'unused-suppression' | 'annotation-syntax';
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly tag?: 'unnecessary';
  readonly fix?: { readonly title: string; readonly safe: boolean; readonly edits: readonly TextEdit[] };
}
