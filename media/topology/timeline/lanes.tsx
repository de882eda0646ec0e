import type { PanelVerdict, Playback } from '../../../server/src/protocol/topology-panel.js';
import { originOf } from '../at.js';
import type { Step } from '../story.js';
import { seconds } from '../words.js';
import { longestGap } from './client-lane.js';
import { ClientRow } from './client-row.js';
import { overlapsOf } from './node-lane.js';
import { NodeRow } from './node-row.js';
import { ROW, type Row } from './rows.js';
import { type Scale, ticksOf, toX } from './scale.js';
import { Tag, tagWidth } from './tag.js';

export interface LanesProps {
  readonly playback: Playback;
  readonly rows: readonly Row[];
  readonly scale: Scale;
  readonly steps: readonly Step[];
  readonly lens: PanelVerdict['id'] | undefined;
  /** Names at the left: with what stands beside them, or without. */
  readonly details: boolean;
  /** What a term is called: `TL`, `term`. */
  readonly epochWord: string;
}

/** Every lane but the faults', as the inside of a picture. Nothing of it depends on the instant: time moves over it. */
export function Lanes({ playback, rows, scale, steps, lens, details, epochWord }: LanesProps) {
  const right = scale.left + scale.width;
  const height = rows.length * ROW;
  return (
    <>
      <defs>
        <clipPath id="lanes-clip">
          <rect x={scale.left} y="0" width={scale.width} height={height} />
        </clipPath>
      </defs>
      <g clip-path="url(#lanes-clip)">
        <Rifts playback={playback} scale={scale} height={height} />
        {ticksOf(scale, originOf(playback)).map(({ ms }) => (
          <path key={ms} class="grid" d={`M${toX(scale, ms)} 0V${height}`} />
        ))}
      </g>
      {rows.map((row, index) => (
        <g key={row.key}>
          <path class="rule" d={`M0 ${index * ROW + 0.5}H${right + 16}`} />
          <text class="name" x={details ? 16 : 12} y={index * ROW + 16}>
            {fitted(row.label, details ? (row.detail === '' ? 15 : 13) : 5)}
            <title>{row.detail === '' ? row.label : `${row.label}, ${row.detail}`}</title>
          </text>
          {details && row.label.length * 7 + 28 < scale.left - 24 && (
            <text class="detail" x={Math.max(40, 24 + row.label.length * 7)} y={index * ROW + 16}>
              {fitted(row.detail, Math.floor((scale.left - Math.max(40, 24 + row.label.length * 7)) / 5.6))}
            </text>
          )}
        </g>
      ))}
      <g clip-path="url(#lanes-clip)" class="lanes-marks" data-lens={lens ?? 'none'}>
        {rows.map((row, index) =>
          row.kind === 'node' ? (
            <NodeRow
              key={row.key}
              process={row.process}
              playback={playback}
              scale={scale}
              y={index * ROW}
              rows={rows}
              steps={steps}
              epochWord={epochWord}
            />
          ) : (
            <ClientRow key={row.key} client={row.client} playback={playback} scale={scale} y={index * ROW} />
          ),
        )}
        <Overlaps playback={playback} rows={rows} scale={scale} />
        {lens === 'recovery' && <Gap playback={playback} rows={rows} scale={scale} />}
      </g>
    </>
  );
}

/** Where not everybody could talk to everybody: one band over all lanes. */
export function Rifts({
  playback,
  scale,
  height,
}: {
  readonly playback: Playback;
  readonly scale: Scale;
  readonly height: number;
}) {
  return (
    <>
      {playback.network.map(({ atMs, groups }, index) => {
        if (groups.length < 2) return null;
        const left = toX(scale, atMs);
        const right = toX(scale, playback.network[index + 1]?.atMs ?? playback.endMs);
        return (
          <rect
            key={atMs}
            fill="url(#hatch-rift)"
            x={left}
            y="0"
            width={Math.max(0, right - left)}
            height={height}
          />
        );
      })}
    </>
  );
}

/** Two leaders at once: a red bracket from lane to lane, with how long it lasts. */
function Overlaps({
  playback,
  rows,
  scale,
}: {
  readonly playback: Playback;
  readonly rows: readonly Row[];
  readonly scale: Scale;
}) {
  return (
    <>
      {overlapsOf(playback).map(({ fromMs, toMs, names }) => {
        const lanes = rows.flatMap((row, index) =>
          row.kind === 'node' && names.includes(row.process.name) ? [index] : [],
        );
        if (lanes.length < 2) return null;
        const bottom = (Math.max(...lanes) + 1) * ROW - 3;
        const [left, right] = [toX(scale, fromMs), toX(scale, toMs)];
        const text = `two leaders ${seconds(toMs - fromMs)} s`;
        return (
          <g key={fromMs} class="mark leaders overlap">
            <title>{`${names.join(' and ')} both lead for ${seconds(toMs - fromMs)} s.`}</title>
            <path d={`M${left} ${bottom - 5}v5H${Math.max(left + 1, right)}v-5`} />
            <Tag
              x={Math.max(left + 4, right - tagWidth(text, true) - 4)}
              y={bottom + 3 - ROW / 2}
              text={text}
              tone="lost"
            />
          </g>
        );
      })}
    </>
  );
}

/** The gap between two who acknowledge, with how long it is. */
function Gap({
  playback,
  rows,
  scale,
}: {
  readonly playback: Playback;
  readonly rows: readonly Row[];
  readonly scale: Scale;
}) {
  const gap = longestGap(playback);
  const first = rows.findIndex(({ kind }) => kind === 'client');
  if (gap === undefined || first < 0) return null;
  const [left, right] = [toX(scale, gap.fromMs), toX(scale, gap.toMs)];
  const y = first * ROW;
  const text = `nobody acknowledged for ${seconds(gap.toMs - gap.fromMs)} s`;
  return (
    <g class="gap">
      <path d={`M${left} ${y - 5}v10M${right} ${y - 5}v10M${left} ${y}H${right}`} />
      {tagWidth(text) < right - left - 8 && (
        <Tag x={(left + right) / 2 - tagWidth(text) / 2} y={y} text={text} tone="plain" />
      )}
    </g>
  );
}

function fitted(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
