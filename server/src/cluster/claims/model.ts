import type { Named } from '../model.js';
import type { System } from '../systems.js';

/** What somebody says of a system, in a comment or a document. Whether it is so, the rules find out. */
export interface Claim {
  /** Which claim it is: the rule of this name looks at it. */
  readonly id: string;
  /** The words that say it. */
  readonly words: Named;
  /** Figures that it names: 4 members, 2 of them a majority. */
  readonly numbers: readonly number[];
  /** The whole sentence, in lower case. */
  readonly sentence: string;
  /** The setting beside a comment, as written: `synchronous_standby_names = 's1,s2'`. */
  readonly beside: string;
  /** A comment in a config speaks of what the config is of; a document of the project. */
  readonly where: 'comment' | 'document';
  readonly uri: string;
  /** Systems that it can be about. */
  readonly systems: readonly System[];
}

/** Finds one kind of claim in a sentence. */
export interface Matcher {
  readonly id: string;
  readonly systems: readonly System[];
  /** Words that a sentence must hold to be looked at, in lower case. */
  readonly hint: RegExp;
  /** Sentences in lower case, blanks single. Undefined: it does not say so. */
  match(sentence: string, passage: PassageView): Match | undefined;
}

export interface Match {
  readonly index: number;
  readonly length: number;
  readonly numbers?: readonly number[];
}

export interface PassageView {
  /** The whole paragraph, in lower case. */
  readonly text: string;
  /** The setting that a comment stands beside, in lower case. */
  readonly beside: string;
  /** Headings above, in lower case. */
  readonly headings: string;
}
