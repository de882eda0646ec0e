import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ErrorIcon, InfoIcon, WarningIcon } from '../icons.js';

/** A sentence over the whole width, with what can be done about it. */
export function Banner({
  tone,
  children,
  actions,
}: {
  readonly tone: 'info' | 'warning' | 'error';
  readonly children: ComponentChildren;
  readonly actions?: ComponentChildren;
}) {
  return (
    <div class={`banner ${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      {tone === 'error' ? <ErrorIcon /> : tone === 'warning' ? <WarningIcon /> : <InfoIcon />}
      <div class="banner-text">{children}</div>
      {actions !== undefined && <div class="banner-actions">{actions}</div>}
    </div>
  );
}

/** How long something may take before a bar says that it does, ms. */
const PATIENCE = 300;

/** A thin bar while something is being worked out; nothing where it is over within an instant. */
export function ProgressBar({
  label,
  since,
}: {
  readonly label: string;
  readonly since: number | undefined;
}) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (since === undefined) return;
    const timer = setTimeout(() => setLate(true), Math.max(0, since + PATIENCE - performance.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return (
    <div class="progress">
      {since !== undefined && late && <vscode-progress-bar indeterminate aria-label={label} />}
    </div>
  );
}
