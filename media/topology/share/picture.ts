import { originOf } from '../at.js';
import { instant, playback, shown } from '../store.js';
import { instantSentence, seconds } from '../words.js';
import { type Part, plainColor, standalone } from './standalone.js';

/** What is seen, as a picture of its own: the cluster at the instant, and its lanes below. */

const MARGIN = 16;
const TITLE = 32;
/** Pixels of the picture for each of the screen's. */
const SHARPNESS = 2;

/** The picture as SVG text that refers to nothing outside of itself. */
export function pictureAsSvg(): string {
  return compose().text;
}

/** The same as PNG, base64. */
export async function pictureAsPng(): Promise<string> {
  const { text, width, height } = compose();
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    await new Promise<void>((done, failed) => {
      image.onload = () => done();
      image.onerror = () => failed(new Error('The picture could not be drawn.'));
      image.src = url;
    });
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * SHARPNESS);
    canvas.height = Math.ceil(height * SHARPNESS);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^.*,/, '');
  } finally {
    URL.revokeObjectURL(url);
  }
}

function compose(): { readonly text: string; readonly width: number; readonly height: number } {
  const run = playback.value;
  const parts: Part[] = [];
  let y = MARGIN + TITLE;
  let width = 480;
  const add = (svg: SVGSVGElement | null): void => {
    if (svg === null) return;
    const box = svg.getBoundingClientRect();
    parts.push({ svg, x: MARGIN, y, width: box.width, height: box.height });
    y += box.height;
    width = Math.max(width, box.width + 2 * MARGIN);
  };
  add(mainPicture());
  y += 8;
  const lanesTop = y;
  for (const name of ['.axis', '.fault-lane', '.lanes'])
    add(document.querySelector<SVGSVGElement>(`.timeline ${name}`));
  const height = y + MARGIN;
  // The cluster stands in the middle above its lanes.
  const placed = parts.map((part, index) =>
    index === 0 ? { ...part, x: Math.max(MARGIN, (width - part.width) / 2) } : part,
  );
  const style = getComputedStyle(document.body);
  const fg = plainColor(style.color);
  const bg = plainColor(style.backgroundColor);
  const title = shown.value?.title ?? '';
  const about = run === undefined ? '' : instantSentence(run, instant.value).replace(' seconds:', ' s:');
  const line = playheadLine(lanesTop, y, fg, bg);
  const text = standalone({
    width,
    height,
    parts: placed,
    label: `${title}, ${about}`,
    before: `<rect width="${width}" height="${height}" fill="${bg}"/><text x="${MARGIN}" y="${MARGIN + 14}" fill="${fg}" font-family="${escaped(style.fontFamily)}" font-size="13"><tspan font-weight="600">${escaped(title)}</tspan>  ${escaped(about)}</text>`,
    after: line,
  });
  return { text, width, height };
}

/** The largest picture of the canvas's region: icons are pictures too. */
function mainPicture(): SVGSVGElement | null {
  const all = [...document.querySelectorAll<SVGSVGElement>('[data-region="canvas"] svg')];
  const size = (svg: SVGSVGElement): number => {
    const { width, height } = svg.getBoundingClientRect();
    return width * height;
  };
  return all.sort((a, b) => size(b) - size(a))[0] ?? null;
}

function playheadLine(top: number, bottom: number, color: string, ground: string): string {
  const run = playback.value;
  const head = document.querySelector<HTMLElement>('.playhead');
  const frame = document.querySelector<HTMLElement>('.lanes-frame');
  if (run === undefined || head === null || frame === null || head.style.visibility === 'hidden') return '';
  const x = MARGIN + head.getBoundingClientRect().left - frame.getBoundingClientRect().left;
  return `<path d="M${x} ${top + 14}V${bottom}" stroke="${color}" stroke-width="1.5"/><rect x="${x - 22}" y="${top}" width="44" height="16" rx="2" fill="${color}"/><text x="${x}" y="${top + 12}" fill="${ground}" font-size="11" font-weight="600" text-anchor="middle">${seconds(instant.value, originOf(run))}</text>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
