import type { Playback } from '../../../server/src/protocol/topology-panel.js';
import { announce } from '../../shared/live.js';
import { originOf } from '../at.js';
import { losesAt, overlapsOf } from '../timeline/node-lane.js';
import { listed, seconds } from '../words.js';

const TOLD: ReadonlySet<string> = new Set([
  'fault',
  'election',
  'promotion',
  'demotion',
  'blocked',
  'unblocked',
  'rollback',
  'conflict',
  'membership',
  'recovery',
]);

/** Tells in words what happened between two instants, ms, while the run is played. */
export function announceEvents(playback: Playback, fromMs: number, toMs: number): void {
  for (const { sentence, urgent } of eventsBetween(playback, fromMs, toMs)) announce(sentence, urgent);
}

/** What happened after the first and up to the second instant; urgent: a write is lost, or two lead. */
export function eventsBetween(
  playback: Playback,
  fromMs: number,
  toMs: number,
): { readonly sentence: string; readonly urgent: boolean }[] {
  const origin = originOf(playback);
  const told = playback.events
    .filter(({ atMs, kind }) => atMs > fromMs && atMs <= toMs && TOLD.has(kind))
    .map(({ atMs, kind, text, process: name }) => {
      const process = playback.processes.find(each => each.name === name);
      const loses = kind === 'rollback' && process !== undefined && losesAt(process, atMs);
      return {
        atMs,
        sentence: `${seconds(atMs, origin)} s: ${text}`,
        urgent: loses || kind === 'conflict',
      };
    });
  const two = overlapsOf(playback)
    .filter(each => each.fromMs > fromMs && each.fromMs <= toMs)
    .map(each => ({
      atMs: each.fromMs,
      sentence: `${seconds(each.fromMs, origin)} s: Two leaders for ${seconds(each.toMs - each.fromMs)} s: ${listed(each.names)}.`,
      urgent: true,
    }));
  return [...told, ...two]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ sentence, urgent }) => ({ sentence, urgent }));
}
