import type { Match } from './model.js';

/** One of a few numbers, as digits or words. */
export const NUMBER = '(\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)';

export function numberOf(word: string | undefined): number {
  const index = WORDS.indexOf(word ?? '');
  return index >= 0 ? index + 1 : Number(word);
}

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Servers by the names that people give them. */
export const NODES =
  '(?:standbys?|standbies|replicas?|slaves?|secondar(?:y|ies)|nodes?|servers?|members?|machines?|copies|brokers?|sites?)';

/**
 * The first of the patterns that a sentence has, unless the sentence takes it back: it says "not", "only if" or asks.
 * Words of denial that the pattern itself names ("no loss") do not count.
 */
export function says(sentence: string, ...patterns: readonly RegExp[]): Match | undefined {
  if (sentence.trimEnd().endsWith('?') || ADVICE.test(sentence)) return undefined;
  for (const pattern of patterns) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    // What stands in a gap between its words can take a claim back as well as what stands around them.
    const rest = pattern.source.includes('[^.;]')
      ? sentence
      : `${sentence.slice(0, found.index)} § ${sentence.slice(found.index + found[0].length)}`;
    if (TAKEN_BACK.test(rest) || BEFORE.test(sentence.slice(0, found.index))) continue;
    return { index: found.index, length: found[0].length, numbers: found.slice(1).map(numberOf) };
  }
  return undefined;
}

/** What one should do is not what is. */
const ADVICE = /^[\s*\d.)-]*(?:use|enable|configure|consider|prefer|choose|switch|add|avoid)\b/;

/** What takes back the words that follow it: "no quorum of", "one of both replicas". */
const BEFORE = /\bno(?: longer)?(?: \w+)? $|\b(?:one|any|either|some|most|half) of (?:the )?$/;

/** What takes a claim back, or makes it somebody else's, or a wish. */
const TAKEN_BACK =
  /\b(?:not|never|cannot|nor|neither|no longer|nobody|without|unless|except|but|however|although|though|would|could|might|may|should|want|wants|wanted|wish|goal|plan|planned|todo|fixme|used to|previously|formerly|instead|rather than|myth|wrong|wrongly|false|incorrect|incorrectly|misleading|misconception|contrary|claims?|claimed|believe|expect|expects|expected|assume|assumes|assuming|only if|only when|only while|as long as|provided that|if|whether|depends|best effort|almost|nearly|usually|mostly|typically|often|sometimes|normally)\b|n't\b|\?/;
