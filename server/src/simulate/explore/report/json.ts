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
      ({ bounds, states, transitions, bytes, completeFaults, stopped, reached }) => ({
        moments: bounds.moments ?? 'any',
        phases: bounds.phases,
        states,
        transitions,
        bytes,
        completeFaults,
        ...(stopped === undefined ? {} : { stopped }),
        reached,
      }),
    ),
    properties: verdict.properties.map(
      ({
        property,
        verdict: result,
        vacuous,
        faults,
        atMost,
        holdsAt,
        searched,
        states,
        counterexamples,
      }) => ({
        name: property.name,
        says: saysWithin(property, verdict.bounds),
        verdict: result,
        ...(vacuous === undefined ? {} : { vacuous }),
        ...(faults === undefined ? {} : { faults }),
        ...(atMost === undefined ? {} : { atMost }),
        ...(holdsAt === undefined ? {} : { holdsAt }),
        searched,
        states,
        counterexamples: counterexamples.map(example => ({
          faults: example.faults,
          sentence: example.sentence,
          steps: example.steps,
          settings: valuesOf(example, explain),
          moments: example.bounds.moments ?? 'any',
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
