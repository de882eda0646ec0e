import type { Box } from './model/scene.js';

/** What can be done with the zoom from outside of the canvas; the canvas puts its own in when it is there. */
export interface Camera {
  /** Shows everything. */
  fit(): void;
  zoomBy(factor: number): void;
  /** Brings a part of the picture into sight, moving as little as it takes; `near` zooms in until it can be read. */
  reveal(box: Box, near: boolean): void;
  focus(): void;
}

let current: Camera | undefined;

export function setCamera(camera: Camera | undefined): void {
  current = camera;
}

export const camera: Camera = {
  fit: () => current?.fit(),
  zoomBy: factor => current?.zoomBy(factor),
  reveal: (box, near) => current?.reveal(box, near),
  focus: () => current?.focus(),
};
