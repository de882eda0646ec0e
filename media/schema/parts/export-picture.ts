import { createElement, render } from 'preact';
import { bridge, say } from '../actions.js';
import { Drawing } from '../draw/drawing.js';
import * as store from '../store.js';

/** What a picture keeps of the page's style: everything else is not drawn. */
const KEPT = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'text-decoration-line',
  'visibility',
] as const;
const MARGIN = 16;
/** Pictures of more px a side are refused by browsers. */
const MOST = 8192;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Saves the whole picture as it is shown, in the editor's colours. */
export async function exportPicture(format: 'svg' | 'png'): Promise<void> {
  const { bounds, cards } = store.scene.value;
  if (cards.length === 0) return say('There is nothing to draw.');
  const name = `${(store.diagram.value?.title ?? 'schema').replace(/\.\w+$/, '')}-${store.view.value.mode}.${format}`;
  const picture = drawWhole();
  if (format === 'svg') return bridge.send({ type: 'save', name, content: picture, base64: false });
  const width = bounds.width + MARGIN * 2;
  const height = bounds.height + MARGIN * 2;
  const scale = Math.min(2, MOST / width, MOST / height);
  const content = await rasterized(picture, Math.ceil(width * scale), Math.ceil(height * scale));
  bridge.send({ type: 'save', name, content, base64: true });
}

/** The picture as a document of its own: styles become attributes, for there is no page around it. */
function drawWhole(): string {
  const { cards, links, frames, bounds } = store.scene.value;
  const svg = document.createElementNS(NAMESPACE, 'svg');
  svg.setAttribute('class', 'plane');
  const box = document.createElement('div');
  box.className = 'unseen';
  box.append(svg);
  document.body.append(box);
  try {
    render(
      createElement(Drawing, {
        cards,
        links,
        frames,
        detail: 'all',
        scale: 1,
        measure: store.measure.value,
        pinned: new Set<string>(),
        path: store.path.value,
      }),
      svg,
    );
    for (const hit of svg.querySelectorAll('.hit')) hit.remove();
    for (const element of svg.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      for (const property of KEPT) {
        const value = style.getPropertyValue(property);
        if (value !== '' && value !== 'normal' && !(property === 'opacity' && value === '1'))
          element.setAttribute(property === 'text-decoration-line' ? 'text-decoration' : property, value);
      }
    }
    for (const element of svg.querySelectorAll('*')) {
      element.removeAttribute('class');
      for (const attribute of ['data-id', 'data-link', 'data-column']) element.removeAttribute(attribute);
    }
    const [x, y] = [bounds.x - MARGIN, bounds.y - MARGIN];
    const [width, height] = [bounds.width + MARGIN * 2, bounds.height + MARGIN * 2];
    const ground = getComputedStyle(document.body).backgroundColor;
    const inner = new XMLSerializer().serializeToString(svg).replace(/^<svg[^>]*>|<\/svg>$/g, '');
    return `<svg xmlns="${NAMESPACE}" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}"><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${ground}"/>${inner}</svg>\n`;
  } finally {
    render(null, svg);
    box.remove();
  }
}

async function rasterized(picture: string, width: number, height: number): Promise<string> {
  const address = URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return canvas.toDataURL('image/png').replace(/^data:[^,]*,/, '');
  } finally {
    URL.revokeObjectURL(address);
  }
}
