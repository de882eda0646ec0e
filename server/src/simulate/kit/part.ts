import type { World } from '../world/world.js';

/** A part of a protocol with cells of its own: declares them in the world as its fields. */
export abstract class Part {
  constructor(readonly w: World) {}
}
