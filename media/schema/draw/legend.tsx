import { useComputed } from '@preact/signals';
import type { Glyph } from '../model/scene.js';
import * as store from '../store.js';
import { GlyphMark } from './glyphs.js';

/** What the signs of this picture mean; only those that are in it. */
export function Legend() {
  const used = useComputed(() => {
    const { cards, links } = store.scene.value;
    const glyphs = new Set(
      cards.flatMap(({ sections }) => sections.flatMap(({ rows }) => rows.map(({ glyph }) => glyph))),
    );
    return {
      glyphs,
      conformed: cards.some(({ conformed }) => conformed),
      inferred: links.some(({ dashed, kind }) => dashed && kind === 'references'),
      kept: links.some(
        ({ copy }) => copy !== undefined && copy.keptBy !== 'nothing' && copy.keptBy !== 'unknown',
      ),
      loose: links.some(({ copy }) => copy?.keptBy === 'nothing'),
      reads: links.some(({ kind }) => kind === 'reads'),
      writes: links.some(({ kind }) => kind === 'writes'),
      cards: cards.length,
    };
  }).value;
  if (used.cards === 0 || store.narrow.value) return null;
  const star = store.view.value.mode === 'star';
  return (
    <div class="legend" aria-hidden="true">
      {used.glyphs.has('additive') && <Entry glyph="additive">additive</Entry>}
      {used.glyphs.has('semi-additive') && <Entry glyph="semi-additive">semi-additive</Entry>}
      {used.glyphs.has('non-additive') && <Entry glyph="non-additive">non-additive</Entry>}
      {!star && used.glyphs.has('key') && <Entry glyph="key">primary key</Entry>}
      {!star && used.glyphs.has('foreign') && <Entry glyph="foreign">foreign key</Entry>}
      {used.glyphs.has('partition') && <Entry glyph="partition">partition key</Entry>}
      {used.conformed && (
        <span>
          <svg aria-hidden="true" width="20" height="14" viewBox="0 0 20 14">
            <rect class="ring" x=".5" y=".5" width="19" height="13" rx="4" />
            <rect class="box" x="3" y="3" width="14" height="8" rx="3" />
          </svg>
          conformed
        </span>
      )}
      {used.inferred && <Line name="references dashed">inferred</Line>}
      {used.reads && <Line name="reads">reads</Line>}
      {used.writes && <Line name="writes">writes</Line>}
      {used.kept && (
        <Line name="copy dashed kept" sign="M-4 0l3 3l5 -6">
          copy, kept true
        </Line>
      )}
      {used.loose && (
        <Line name="copy dashed loose" sign="M-3.5 -3.5l7 7m0 -7l-7 7">
          copy, kept by nothing
        </Line>
      )}
    </div>
  );
}

function Entry({ glyph, children }: { readonly glyph: Glyph; readonly children: string }) {
  return (
    <span>
      <svg aria-hidden="true" width="14" height="14" viewBox="0 0 14 14">
        <GlyphMark glyph={glyph} x={2} y={7} />
      </svg>
      {children}
    </span>
  );
}

function Line({
  name,
  sign,
  children,
}: {
  readonly name: string;
  readonly sign?: string;
  readonly children: string;
}) {
  return (
    <span>
      <svg aria-hidden="true" width="28" height="18" viewBox="0 0 28 18">
        <g class={`link ${name}`}>
          <path class="line" d="M0 9H28" />
          {sign !== undefined && (
            <g transform="translate(14 9)">
              <circle class="kept-plate" r={7} />
              <path class="kept-sign" d={sign} />
            </g>
          )}
        </g>
      </svg>
      {children}
    </span>
  );
}
