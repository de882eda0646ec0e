/** Every file of dist/webview, by its name, without writing any. */
export function bundlePanels(): Promise<Map<string, Uint8Array>>;
