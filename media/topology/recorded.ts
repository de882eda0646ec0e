import { signal } from '@preact/signals';

/** The page is a recording: nobody answers questions, and no file can be opened. */
export const recorded = signal(false);
