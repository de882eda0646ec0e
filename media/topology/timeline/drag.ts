import { signal } from '@preact/signals';
import type { ScheduleData } from '../../../server/src/protocol/topology-panel.js';

/** The schedule as it would be if the fault that is being dragged were let go; undefined: none is. */
export const dragging = signal<ScheduleData | undefined>(undefined);
