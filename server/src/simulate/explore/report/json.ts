import type { SettingRef } from '../../history/model.js';
import type { SettingValue } from '../../report/model.js';
import { saysWithin } from '../properties.js';
import type { ExploreVerdict } from '../verdict.js';
import { type VerifiedFix, valuesOf } from './text.js';

/** A search as plain data, for programs. Times are ms of virtual time. */
export function exploreJson(
  name: string,
  verdict: ExploreVerdict,
  fixes: readonly VerifiedFix[],
  explain: (ref: SettingRef) => SettingValue | undefined,
): unknown {
  return {
    cluster: name,
    family: verdict.family,
    bounds: verdict.bounds,
    searches: verdict.explorations.map(
      ({ states, transitions, bytes, completeFaults, stopped, reached }) => ({
        states,
        transitions,
        bytes,
        completeFaults,
        ...(stopped === undefined ? {} : { stopped }),
        reached,
      }),
    ),
    properties: verdict.properties.map(
      ({ property, verdict: result, vacuous, faults, searched, states, counterexamples }) => ({
        name: property.name,
        says: saysWithin(property, verdict.bounds),
        verdict: result,
        ...(vacuous === undefined ? {} : { vacuous }),
        ...(faults === undefined ? {} : { faults }),
        searched,
        states,
        counterexamples: counterexamples.map(example => ({
          faults: example.faults,
          sentence: example.sentence,
          steps: example.steps,
          settings: valuesOf(example, explain),
          trace: example.trace,
        })),
        fixes: fixes
          .filter(fix => fix.property === property.name)
          .map(({ title, after }) => ({ title, after })),
      }),
    ),
    limits: verdict.limits,
  };
}
