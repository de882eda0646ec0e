import type { BuildOptions } from 'esbuild';

/** One script and one style per panel. */
export function panelOptions(production: boolean): BuildOptions & { outdir: string };

/** Every file of dist/webview, by its name, without writing any. */
export function bundlePanels(): Promise<Map<string, Uint8Array>>;
