import type { PanelKind } from '../../../server/src/protocol/webview.js';
import { until } from './until.js';
import { ask } from './window.js';

/** Something in a panel: by its role and name as screen readers have them, else by a selector. */
export type Part =
  | { readonly role: string; readonly name?: string; readonly pattern?: string }
  | { readonly selector: string };

export interface Found {
  readonly text: string;
  /** `aria-label`. */
  readonly name: string;
  readonly state: Readonly<Record<string, string>>;
}

/** A panel as the suite sees it in the window. Of several that are shown the last. */
export class PanelInWindow {
  constructor(readonly kind: PanelKind) {}

  /** What stands in each panel of the kind that is shown. */
  texts(): Promise<string[]> {
    return ask('panelTexts', { kind: this.kind });
  }

  parts(part: Part): Promise<Found[]> {
    return ask('panelParts', { kind: this.kind, ...part });
  }

  /** Waits until something is there; gives what is. */
  async find(part: Part): Promise<Found[]> {
    return until(
      async () => {
        const found = await this.parts(part);
        return found.length > 0 && found;
      },
      () => `${JSON.stringify(part)} in the ${this.kind} panel`,
    );
  }

  /** Waits until the panel says something. */
  async says(pattern: RegExp, timeoutMs?: number): Promise<string> {
    let last = '';
    return until(
      async () => {
        last = (await this.texts()).join('\n');
        return pattern.test(last) && last;
      },
      () => `${pattern} in the ${this.kind} panel, which says:\n${last.slice(0, 3000)}`,
      timeoutMs,
    );
  }

  click(part: Part, how: { readonly double?: boolean; readonly right?: boolean } = {}): Promise<void> {
    return ask('panelClick', { kind: this.kind, ...part, ...how });
  }

  press(part: Part, keys: string): Promise<void> {
    return ask('panelPress', { kind: this.kind, ...part, keys });
  }

  /** Drags along points, each as parts of the box of what it begins at: `[0, 0]` is its top left, `[1, 1]` its bottom right. */
  drag(part: Part, path: readonly (readonly [x: number, y: number])[]): Promise<void> {
    return ask('panelDrag', { kind: this.kind, ...part, path });
  }

  screenshot(name: string): Promise<void> {
    return ask('panelScreenshot', { kind: this.kind, name });
  }
}
