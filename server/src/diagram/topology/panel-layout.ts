import { best, column, grid, lowered, type Part, row, wrapped } from './blocks.js';
import type { TopologyGraph, TopologyGroup, TopologyNode } from './graph.js';
import { layeredCells } from './layered.js';
import type { Box } from './layout.js';

/** Where everything stands in the panel, in pixels from the picture's corner. */
export interface PanelLayout {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
}

/**
 * Boxes by shape. What coordinates is a hexagon with its words beside it, and so is a witness a diamond; on a machine that
 * is shared they stand above the data nodes.
 */
const SIZES: Readonly<Record<TopologyNode['shape'], { readonly width: number; readonly height: number }>> = {
  data: { width: 176, height: 100 },
  coordination: { width: 176, height: 32 },
  witness: { width: 176, height: 48 },
  router: { width: 176, height: 56 },
  client: { width: 144, height: 40 },
};

/** The frame of a machine around what runs on it. */
const FRAME = 8;
const BETWEEN_SHARING = 4;
/** Room between machines for a link with its label: beside each other, above each other. */
const GAP = { x: 72, y: 56 } as const;
/** Plates: inside of their edge, with a line for the title on top. */
const PLATE = { x: 16, top: 40, bottom: 24 } as const;
const BETWEEN_PLATES = 40;
/** Above routers and programs: room for the lines that lead up from them. */
const BELOW = 64;
const MARGIN = 24;

/**
 * Zones are columns inside the plates of their regions, in the order in which the files name them; machines in a column
 * stand above each other, those of no zone in rows. Services without a place of their own stand above all, routers and
 * programs below. A replication tree is laid out in layers by the library.
 */
export async function layoutPanel(graph: TopologyGraph): Promise<PanelLayout> {
  const layout = new Layout(graph);
  return layout.place();
}

class Layout {
  private readonly nodes = new Map<string, Box>();
  private readonly groups = new Map<string, Box>();

  constructor(private readonly graph: TopologyGraph) {}

  async place(): Promise<PanelLayout> {
    const tops = this.graph.groups.filter(({ parent, level }) => parent === undefined && level !== 'other');
    const services = this.graph.groups.filter(({ level }) => level === 'other');
    const loose = this.machines(undefined);
    const plates: Part[] = [];
    for (const group of tops) plates.push(await this.plate(group));
    const above = services.map(group => this.service(group));
    const rows: Part[] = [];
    if (above.length > 0) rows.push(row(above, BETWEEN_PLATES));
    // What stands in no region or zone stands beside those that do.
    if (loose.length > 0) {
      const part = await this.machinesPart(loose, plates.length > 0 ? 2 : undefined);
      plates.push(plates.length > 0 ? lowered(part, PLATE.top) : part);
    }
    if (plates.length > 0) rows.push(wrapped(plates, BETWEEN_PLATES));
    const outsideRows: Part[] = [];
    for (const shape of ['router', 'client'] as const) {
      const outside = this.graph.nodes.filter(node => node.shape === shape && node.group === undefined);
      const parts = outside.map(node => this.single(node));
      if (parts.length > 0) outsideRows.push(grid(parts, 6, { x: 40, y: 24 }));
    }
    let y = MARGIN;
    const width = Math.max(...[...rows, ...outsideRows].map(part => part.width), 0);
    for (const [list, gap] of [
      [rows, BETWEEN_PLATES],
      [outsideRows, BELOW],
    ] as const)
      for (const part of list) {
        if (y > MARGIN) y += gap;
        part.place(MARGIN + (width - part.width) / 2, y, part.height);
        y += part.height;
      }
    return { nodes: this.nodes, groups: this.groups };
  }

  /** A region with its zones beside each other, or a zone with its machines. */
  private async plate(group: TopologyGroup): Promise<Part> {
    const inner: Part[] = [];
    for (const each of this.graph.groups) if (each.parent === group.id) inner.push(await this.plate(each));
    const own = this.machines(group.id);
    if (own.length > 0) inner.push(await this.machinesPart(own, group.level === 'region' ? undefined : 4));
    const content = group.level === 'zone' && inner.length > 1 ? column(inner, 24) : row(inner, 24);
    const width = Math.max(content.width, 96) + 2 * PLATE.x;
    return {
      width,
      height: content.height + PLATE.top + PLATE.bottom,
      place: (x, y, height) => {
        this.groups.set(group.id, { x, y, width, height });
        const left = x + (width - content.width) / 2;
        content.place(left, y + PLATE.top, height - PLATE.top - PLATE.bottom);
      },
    };
  }

  /** What coordinates and stands in no zone: a plate of its own with its members in rows. */
  private service(group: TopologyGroup): Part {
    const members = this.graph.nodes.filter(node => node.group === group.id).map(node => this.single(node));
    const content = grid(members, 5, { x: 40, y: 16 });
    const width = content.width + 2 * PLATE.x;
    const height = content.height + PLATE.top + PLATE.x;
    return {
      width,
      height,
      place: (x, y) => {
        this.groups.set(group.id, { x, y, width, height });
        content.place(x + PLATE.x, y + PLATE.top, content.height);
      },
    };
  }

  /** Nodes of a group by machine, in their order; routers and programs of none have rows of their own. */
  private machines(group: string | undefined): readonly (readonly TopologyNode[])[] {
    const byHost = new Map<string, TopologyNode[]>();
    for (const node of this.graph.nodes) {
      if (node.group !== group || (group === undefined && isOutside(node))) continue;
      const known = byHost.get(node.host);
      if (known === undefined) byHost.set(node.host, [node]);
      else known.push(node);
    }
    return [...byHost.values()];
  }

  /** @param tallest More machines than this do not stand above each other; undefined: they stand in rows. */
  private async machinesPart(
    machines: readonly (readonly TopologyNode[])[],
    tallest?: number,
  ): Promise<Part> {
    const parts = machines.map(nodes => this.machine(nodes));
    const tree = await layeredCells(
      machines.map(nodes => nodes.map(({ id }) => id)),
      parts,
      this.graph.edges,
    );
    if (tree !== undefined) {
      return {
        width: tree.width,
        height: tree.height,
        place: (x, y) => {
          for (const [i, at] of tree.places.entries()) parts[i]!.place(x + at.x, y + at.y, parts[i]!.height);
        },
      };
    }
    if (tallest !== undefined) return grid(parts, Math.ceil(parts.length / tallest), GAP);
    return best(parts, count => grid(parts, count, GAP));
  }

  /** A machine: what coordinates and what votes above, what holds data below. */
  private machine(nodes: readonly TopologyNode[]): Part {
    const order = [...nodes].sort((a, b) => RANK[a.shape] - RANK[b.shape]);
    const frame = order.length > 1 ? FRAME : 0;
    const width = Math.max(...order.map(({ shape }) => SIZES[shape].width)) + 2 * frame;
    const height =
      order.reduce((sum, { shape }) => sum + SIZES[shape].height, 0) +
      BETWEEN_SHARING * (order.length - 1) +
      2 * frame;
    return {
      width,
      height,
      place: (x, y) => {
        let top = y + frame;
        for (const { id, shape } of order) {
          const size = SIZES[shape];
          this.nodes.set(id, { x: x + (width - size.width) / 2, y: top, ...size });
          top += size.height + BETWEEN_SHARING;
        }
      },
    };
  }

  private single({ id, shape }: TopologyNode): Part {
    const size = SIZES[shape];
    return { ...size, place: (x, y) => void this.nodes.set(id, { x, y, ...size }) };
  }
}

const RANK: Readonly<Record<TopologyNode['shape'], number>> = {
  coordination: 0,
  witness: 1,
  data: 2,
  router: 3,
  client: 4,
};

function isOutside({ shape, id }: TopologyNode): boolean {
  return (shape === 'router' || shape === 'client') && id.startsWith(`${shape}/`);
}
