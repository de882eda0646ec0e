import { signal } from '@preact/signals';
import type { ExportAnswer, ExportFormat } from '../../../server/src/protocol/topology-panel.js';
import { CANCELLED } from '../../shared/bridge.js';
import { announce } from '../../shared/live.js';
import { type MenuItem, openMenuBelow } from '../../shared/menu.js';
import { bridge, cluster, currentSchedule } from '../actions.js';
import { playback, seed, shown, whatIf } from '../store.js';
import { animatedPage } from './page.js';
import { pictureAsPng, pictureAsSvg } from './picture.js';

/** What people have to know of what they took along, or why they could not; whole sentences. */
export const shareNotes = signal<readonly string[]>([]);

const CHAOS: readonly (readonly [ExportFormat, string])[] = [
  ['chaos-mesh', 'Chaos Mesh'],
  ['toxiproxy', 'Toxiproxy'],
  ['netem', 'tc netem and iptables'],
  ['jepsen', 'Jepsen'],
];

/** Everything that can be taken along of what is shown. */
export function shareItems(): MenuItem[] {
  return [
    { label: 'Copy link to this scenario', run: () => void guarded(copyLink) },
    { label: 'Save scenario…', run: () => void guarded(() => saveFiles('scenario')) },
    { label: 'Save picture as SVG…', separated: true, run: () => void guarded(saveSvg) },
    { label: 'Save picture as PNG…', run: () => void guarded(savePng) },
    { label: 'Save animated page…', run: () => void guarded(savePage) },
    { label: 'Copy sequence diagram (Mermaid)', separated: true, run: () => void guarded(copyMermaid) },
    { label: 'Save sequence diagram (Mermaid)…', run: () => void guarded(() => saveFiles('mermaid')) },
    {
      label: 'Break a real system alike',
      separated: true,
      items: CHAOS.map(([format, label]) => ({
        label: `${label}…`,
        run: () => void guarded(() => saveFiles(format)),
      })),
    },
  ];
}

/** Opens the menu where its button is: somebody asked for it from outside. */
export function openShareMenu(): void {
  const button = document.querySelector('[data-region="header"] [aria-label="Share"]');
  if (button !== null && playback.value !== undefined) openMenuBelow(button, 'Share', shareItems());
}

async function copyLink(): Promise<void> {
  const { files } = await exported('scenario');
  const text = files[0]?.text;
  if (text !== undefined)
    bridge.send({ type: 'run', command: 'faultline.copyScenarioLink', arguments: [text] });
}

async function copyMermaid(): Promise<void> {
  const { files, notes } = await exported('mermaid');
  bridge.send({
    type: 'copy',
    text: files.map(({ text }) => text).join('\n'),
    what: 'the sequence diagram',
  });
  shareNotes.value = notes;
}

async function saveFiles(format: ExportFormat): Promise<void> {
  const { files, notes } = await exported(format);
  for (const { name, text } of files) save(name, text);
  shareNotes.value = notes;
}

async function saveSvg(): Promise<void> {
  save(`${fileName()}.svg`, pictureAsSvg());
}

async function savePng(): Promise<void> {
  const content = await pictureAsPng();
  bridge.send({ type: 'save', name: `${fileName()}.png`, content, base64: true });
}

async function savePage(): Promise<void> {
  save(`${fileName()}.html`, await animatedPage());
}

async function exported(format: ExportFormat): Promise<ExportAnswer> {
  const found = cluster();
  const schedule = currentSchedule();
  if (found === undefined || schedule === undefined) throw new Error('There is nothing to be exported yet.');
  return bridge.ask({ kind: 'export', ...found, schedule, seed: seed.value, whatIf: whatIf.value, format })
    .answer;
}

function save(name: string, content: string): void {
  bridge.send({ type: 'save', name, content, base64: false });
}

/** `lab-partition`: letters that every file system takes. */
function fileName(): string {
  const words = [shown.value?.title ?? 'cluster', playback.value?.faults[0]?.kind ?? 'run'];
  return words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** What goes wrong is said where people see it. */
async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    shareNotes.value = [];
    await work();
  } catch (why) {
    if (why === CANCELLED) return;
    const sentence = why instanceof Error ? why.message : String(why);
    shareNotes.value = [sentence];
    announce(sentence);
  }
}
