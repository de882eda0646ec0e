/** A picture of the page, and where it stands in a larger one, px. */
export interface Part {
  readonly svg: SVGSVGElement;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Composition {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly parts: readonly Part[];
  /** Markup below and above the parts; the caller escapes text. */
  readonly before: string;
  readonly after: string;
}

/** What a style sheet may say of a picture's element. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'visibility',
  'display',
  'transform',
  'clip-path',
  'mask',
  'marker-start',
  'marker-mid',
  'marker-end',
  'letter-spacing',
] as const;

/** Such a property is the same for everybody who says nothing of it. */
const USUAL: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'font-style': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'paint-order': 'normal',
  visibility: 'visible',
  display: 'inline',
  transform: 'none',
  'clip-path': 'none',
  mask: 'none',
  'marker-start': 'none',
  'marker-mid': 'none',
  'marker-end': 'none',
  'letter-spacing': 'normal',
};

/** Pictures of the page as one that stands alone: what style sheets and other pictures' definitions say is written into it. */
export function standalone({ width, height, label, parts, before, after }: Composition): string {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  root.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  root.setAttribute('role', 'img');
  root.setAttribute('aria-label', label);
  const own = new Set(parts.map(({ svg }) => svg));
  for (const defs of document.querySelectorAll<SVGDefsElement>('svg defs')) {
    if (defs.ownerSVGElement !== null && own.has(defs.ownerSVGElement)) continue;
    root.append(copied(defs));
  }
  for (const { svg, x, y, width: wide, height: high } of parts) {
    const part = copied(svg);
    for (const name of ['class', 'tabindex', 'role', 'aria-label', 'style', 'aria-hidden'])
      part.removeAttribute(name);
    part.setAttribute('x', String(x));
    part.setAttribute('y', String(y));
    part.setAttribute('width', String(wide));
    part.setAttribute('height', String(high));
    root.append(part);
  }
  const [head, tail] = ['before', 'after'];
  root.prepend(document.createComment(head));
  root.append(document.createComment(tail));
  return new XMLSerializer()
    .serializeToString(root)
    .replace('<!--before-->', () => before)
    .replace('<!--after-->', () => after);
}

/** `rgb(…)` of whatever the browser says: other readers of pictures do not know `color(srgb …)`. */
export function plainColor(color: string): string {
  const parts = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(color);
  if (parts === null) return color;
  const [red, green, blue] = [parts[1], parts[2], parts[3]].map(part => Math.round(Number(part) * 255));
  return parts[4] === undefined
    ? `rgb(${red}, ${green}, ${blue})`
    : `rgba(${red}, ${green}, ${blue}, ${parts[4]})`;
}

/** A copy that looks the same without the page's style sheets. */
function copied<E extends SVGElement>(element: E): E {
  const copy = element.cloneNode(true) as E;
  const originals = [element, ...element.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  const gone: Element[] = [];
  originals.forEach((original, index) => {
    const target = copies[index]!;
    const style = getComputedStyle(original);
    if (style.display === 'none' && !isDefinition(original)) {
      gone.push(target);
      return;
    }
    target.removeAttribute('class');
    for (const name of ['tabindex', 'role', 'style', ...ariaOf(target)]) target.removeAttribute(name);
    if (original.tagName === 'title') return;
    if (isDefinition(original)) {
      for (const each of ['fill', 'stroke']) plain(target, each, style);
      return;
    }
    // Attributes, not a style: readers of pictures know them, and the page's policy allows them.
    for (const name of PROPERTIES) {
      const value = style.getPropertyValue(name);
      if (value === '' || value === USUAL[name]) target.removeAttribute(name);
      else target.setAttribute(name, plainColor(value).replace(/url\("[^"#]*#([^"]*)"\)/g, 'url(#$1)'));
    }
  });
  for (const each of gone) each.remove();
  return copy;
}

/** Inside of definitions only colours come from elsewhere. */
function plain(target: Element, name: string, style: CSSStyleDeclaration): void {
  if (target.getAttribute(name)?.includes('var(') || target.hasAttribute(name) === false)
    target.setAttribute(name, plainColor(style.getPropertyValue(name)));
}

function isDefinition(element: Element): boolean {
  return element.closest('defs') !== null;
}

function ariaOf(element: Element): string[] {
  return element.getAttributeNames().filter(name => name.startsWith('aria-'));
}
