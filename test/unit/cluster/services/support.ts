import assert from 'node:assert/strict';
import { readStarted } from '../../../../server/src/cluster/services/index.js';
import type { ServiceDraft } from '../../../../server/src/cluster/services/model.js';
import { Source } from '../../../../server/src/cluster/source.js';
import type { Origin } from '../../../../server/src/sql/reading.js';

export function started(name: string, text: string) {
  return readStarted(new Source(`file:///w/${name}`, text));
}

export function services(name: string, text: string): readonly ServiceDraft[] {
  return started(name, text).services;
}

/** What the file has at an origin. */
export function at({ unit, span }: Origin): string {
  return unit.piece.text.slice(span.start, span.end);
}

export function one(list: readonly ServiceDraft[], name: string): ServiceDraft {
  const found = list.find(each => each.name === name);
  assert.ok(found, `${name} among ${list.map(each => each.name).join(', ')}`);
  return found;
}

export function words(service: ServiceDraft): readonly string[] {
  return service.args.map(({ text }) => text);
}

export function env(service: ServiceDraft): Record<string, string> {
  return Object.fromEntries([...service.env].map(([key, value]) => [key, value.hidden ? '?' : value.text]));
}
