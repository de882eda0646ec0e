import type { PanelKind } from '../../../server/src/protocol/webview.js';

/** Where a page's parts come from. */
export interface PageParts {
  readonly kind: PanelKind;
  readonly title: string;
  readonly nonce: string;
  /** Address of the folder with the scripts and styles of panels, no slash at its end. */
  readonly base: string;
  /** What content security policies call that origin. */
  readonly origin: string;
}

/**
 * A panel's page: its own script and style, and nothing else. Workers are made of blobs, for a web view has no address that
 * one could be started from; their script is fetched from the same folder.
 */
export function panelPage({ kind, title, nonce, base, origin }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin}`,
    `img-src ${origin} data: blob:`,
    `font-src ${origin}`,
    `connect-src ${origin}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${base}/${kind}.css">
<title>${title}</title>
</head>
<body data-base="${base}">
<div id="panel"></div>
<script nonce="${nonce}" src="${base}/${kind}.js"></script>
</body>
</html>`;
}
