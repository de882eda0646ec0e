import type { SettingRef } from '../history/model.js';

/** A value as a configuration of TLC writes it: members by their index. */
export type TlaValue =
  | number
  | boolean
  | string
  | { readonly member: number }
  | { readonly none: true }
  | { readonly set: readonly TlaValue[] };

/** A constant of a module, with what says how large it is. */
export interface TlaConstant {
  readonly name: string;
  readonly value: TlaValue;
  /** What it is, a phrase: "ticks until the lock is given up". */
  readonly says: string;
  readonly because?: readonly SettingRef[];
}

/** Something that is given for each member, and that a configuration of TLC cannot write: it stands in the module. */
export interface TlaDefinition {
  readonly name: string;
  /** The members that it is given for, and for each its value: a sequence of members, or one value. */
  readonly of: readonly { readonly member: number; readonly value: TlaValue | readonly number[] }[];
  readonly says: string;
  readonly because?: readonly SettingRef[];
}

export interface TlaInvariant {
  readonly name: string;
  /** What it says, a clause: "no acknowledged write is lost". */
  readonly says: string;
}

/** A cluster and the bounds of a search as a specification: a module that is the same for all of its family, and what sets it. */
export interface TlaModel {
  /** What the module is called before the name of the cluster: `Raft`. */
  readonly kind: string;
  /** What is modelled, whole sentences. */
  readonly about: readonly string[];
  /** Names of the members, as the files have them. */
  readonly members: readonly string[];
  readonly constants: readonly TlaConstant[];
  readonly definitions?: readonly TlaDefinition[];
  /** Everything behind the constants. */
  readonly body: string;
  readonly invariants: readonly TlaInvariant[];
  /** What TLC must find broken, or nothing comes about. */
  readonly reachable: readonly TlaInvariant[];
  /** Groups of members that are alike in every setting. */
  readonly alike: readonly (readonly number[])[];
}

/** Names sets of members. */
export function members(indices: readonly number[]): TlaValue {
  return { set: indices.map(member => ({ member })) };
}

/** Sets of words. */
export function words(values: readonly string[]): TlaValue {
  return { set: values };
}
