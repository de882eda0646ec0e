import type { Browser } from 'playwright-core';

/** The browser that tools/vscode-host/install.mjs brings, without a window. */
export function launchBrowser(): Promise<Browser>;
