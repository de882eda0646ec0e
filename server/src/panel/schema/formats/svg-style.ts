/** Colours are an editor's where there is one. */
export const STYLE = [
  'svg{--bg:var(--vscode-editor-background,#fff);--fg:var(--vscode-foreground,#3b3b3b);--dim:var(--vscode-descriptionForeground,#5f5f5f);--edge:color-mix(in srgb,var(--fg) 60%,var(--bg));--soft:color-mix(in srgb,var(--fg) 14%,var(--bg));--lost:var(--vscode-charts-red,#a31515);font:12px var(--vscode-font-family,system-ui,sans-serif)}',
  '.bg{fill:var(--bg)}.title{font-size:14px;font-weight:600;fill:var(--fg)}.dim,.label,.remark{fill:var(--dim);font-size:11px}.remark,.tag{text-anchor:end}.label{text-anchor:middle;paint-order:stroke;stroke:var(--bg);stroke-width:4px}',
  '.label.own{text-anchor:start}.shape{fill:var(--bg);stroke:var(--edge)}.fact .shape{stroke-width:1.5;stroke:var(--fg)}.absent{stroke-dasharray:2 3}.view{stroke-dasharray:6 3}.band{fill:var(--fg)}.rule{stroke:var(--soft);fill:none}',
  '.name,.factname{font-weight:600}.name,.column{fill:var(--fg)}.factname{fill:var(--bg)}.tag{fill:var(--dim);font-size:10px}.fact .tag{fill:var(--bg)}',
  '.full{fill:var(--fg)}.hollow{fill:none;stroke:var(--fg)}.edge{fill:none;stroke:var(--edge);stroke-width:1.2}.inferred{stroke-dasharray:5 4}.reads{stroke-dasharray:1 3}.writes{stroke-dasharray:8 3 2 3}.mark{fill:none;stroke:var(--edge);stroke-width:1.2}',
  '.copy .line{fill:none;stroke:var(--dim);stroke-dasharray:4 4}.copy .mark{stroke:var(--fg);stroke-width:2}.loose .line,.loose .mark{stroke:var(--lost)}',
].join('');

/** Crow's foot where there may be many, bars and circles where there is one or none. */
export const MARKERS = [
  '<defs>',
  marker('many', 1, 'M0 1L10 6L0 11M10 1v10'),
  marker('one', 1, 'M6 1v10'),
  marker('must', 17, 'M8 1v10M12 1v10'),
  marker('maybe', 17, 'M12 1v10M2 6a3 3 0 1 1 6 0a3 3 0 1 1 -6 0'),
  '<marker id="open" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="mark" d="M0 0L7 4L0 8"/></marker>',
  '</defs>',
].join('');

function marker(id: string, ref: number, path: string): string {
  return `<marker id="${id}" viewBox="0 0 18 12" refX="${ref}" refY="6" markerWidth="18" markerHeight="12" markerUnits="userSpaceOnUse" orient="auto"><path class="mark" d="${path}"/></marker>`;
}
