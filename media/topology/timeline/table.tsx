import type { Playback } from '../../../server/src/protocol/topology-panel.js';
import { originOf, roleAt } from '../at.js';
import { processRole, seconds } from '../words.js';
import { pieceSentence, piecesOf } from './client-lane.js';
import { segmentsOf } from './node-lane.js';
import type { Row } from './rows.js';

/** The lanes as a table, for those who do not see them: one row for each stretch of each lane. */
export function LaneTable({
  playback,
  rows,
}: {
  readonly playback: Playback;
  readonly rows: readonly Row[];
}) {
  const origin = originOf(playback);
  return (
    <table class="unseen">
      <caption>What each node and client did, in seconds from the first fault</caption>
      <thead>
        <tr>
          <th scope="col">Lane</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {rows.flatMap(row =>
          stretches(row, playback).map(({ fromMs, toMs, what }) => (
            <tr key={`${row.key} ${fromMs} ${what}`}>
              <th scope="row">{row.label}</th>
              <td>{seconds(fromMs, origin)}</td>
              <td>{seconds(toMs, origin)}</td>
              <td>{what}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

/** Everything in a lane that can be gone to with keys, by time. */
export function stretches(
  row: Row,
  playback: Playback,
): { readonly fromMs: number; readonly toMs: number; readonly what: string }[] {
  if (row.kind === 'client')
    return piecesOf(row.client, playback).map(piece => ({
      fromMs: piece.fromMs,
      toMs: piece.toMs,
      what: pieceSentence(row.label, piece, originOf(playback)),
    }));
  const { process } = row;
  return [
    ...segmentsOf(process, playback.endMs).map(({ fromMs, toMs, role }) => {
      const epoch = roleAt(process, fromMs)?.epoch ?? 0;
      return { fromMs, toMs, what: `${processRole(process, role)}${epoch > 0 ? `, term ${epoch}` : ''}` };
    }),
    ...process.stale.map(({ fromMs, toMs, ageMs }) => ({
      fromMs,
      toMs,
      what: `reads up to ${seconds(ageMs)} s old`,
    })),
    ...playback.events
      .filter(({ process: name, kind }) => name === process.name && kind !== 'commit' && kind !== 'note')
      .map(({ atMs, text }) => ({ fromMs: atMs, toMs: atMs, what: text })),
  ].sort((a, b) => a.fromMs - b.fromMs);
}
