import type { Recording } from '../player.js';
import { instant, lens, playback, positions, shown } from '../store.js';

/**
 * A page that stands alone and plays the run that is shown, drawn by the same code: script, style and run are inside, and its
 * own policy lets nothing else in.
 */
export async function animatedPage(): Promise<string> {
  const [cluster, run] = [shown.value, playback.value];
  if (cluster === undefined || run === undefined) throw new Error('There is no run to be saved yet.');
  const [script, sheet] = await Promise.all([part('player.js'), part('player.css')]);
  const recording: Recording = {
    cluster: { ...cluster, presets: [], whatIf: [], notPlayable: 'This is a recording.' },
    playback: run,
    positions: positions.value,
    instant: instant.value,
    ...(lens.value === undefined ? {} : { lens: lens.value }),
  };
  const style = `${theme(sheet)}\n${sheet}`;
  const policy = [
    "default-src 'none'",
    `script-src '${await hash(script)}'`,
    `style-src '${await hash(style)}'`,
    'img-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(cluster.title)}</title>
<style>${style}</style>
</head>
<body class="${escaped(themeClass())}">
<div id="panel"></div>
<script type="application/json" id="recording">${JSON.stringify(recording).replace(/</g, '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A file beside this page's own script. */
async function part(name: string): Promise<string> {
  const answer = await fetch(`${document.body.dataset.base}/${name}`);
  if (!answer.ok) throw new Error(`The part ${name} of the page could not be read.`);
  // What would end the element that it stands in is written otherwise.
  return (await answer.text())
    .replace(/^\/[/*]# sourceMappingURL=.*$/gm, '')
    .replace(/<\/(script|style)/gi, '<\\/$1')
    .replace(/\r/g, '');
}

/** Colours and fonts of the editor as they are now, for there is no editor around the page. */
function theme(sheet: string): string {
  const style = getComputedStyle(document.documentElement);
  const names = new Set(sheet.match(/--vscode-[\w-]+/g) ?? []);
  for (const name of ['--vscode-font-family', '--vscode-editor-font-family', '--vscode-focusBorder'])
    names.add(name);
  const lines = [...names].flatMap(name => {
    const value = style.getPropertyValue(name).trim();
    return value === '' ? [] : [`${name}: ${value};`];
  });
  return `:root { color-scheme: ${document.body.matches('.vscode-light, .vscode-high-contrast-light') ? 'light' : 'dark'}; ${lines.join(' ')} }`;
}

function themeClass(): string {
  return [...document.body.classList].filter(name => name.startsWith('vscode-')).join(' ');
}

async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
