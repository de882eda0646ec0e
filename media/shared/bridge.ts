import type { FromPanel, PanelCommand, PanelTarget, ToPanel } from '../../server/src/protocol/webview.js';
import { isToPanel } from './validate.js';

/** What the editor gives every panel's page. */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

/** A question that is under way. */
export interface Asked<A> {
  /** The last answer; rejects with a sentence for people, or `CANCELLED`. */
  readonly answer: Promise<A>;
  cancel(): void;
}

export const CANCELLED = 'cancelled';

/** The page's end of the bridge to the editor: questions with answers, and messages that need none. */
export class Bridge<Q extends { readonly kind: string }, A extends { readonly kind: string }> {
  /** Set before `start`. */
  onTarget: (target: PanelTarget) => void = () => {};
  onChanged: () => void = () => {};
  onCommand: (command: PanelCommand) => void = () => {};
  onCursor: (message: Extract<ToPanel, { type: 'cursor' }>) => void = () => {};
  onApplied: (message: Extract<ToPanel, { type: 'applied' }>) => void = () => {};
  private readonly api = acquireVsCodeApi();
  private readonly open = new Map<
    number,
    { part?: ((answer: A) => void) | undefined; done(answer: A): void; fail(why: string): void }
  >();
  private lastId = 0;

  start(): void {
    window.addEventListener('message', ({ data }) => {
      if (isToPanel(data)) this.receive(data as ToPanel<A>);
      else this.send({ type: 'log', text: 'The panel was sent a message that it does not know.' });
    });
    window.addEventListener('error', ({ message, filename, lineno }) =>
      this.send({ type: 'log', text: `${message} (${filename}:${lineno})` }),
    );
    window.addEventListener('unhandledrejection', ({ reason }) => {
      if (reason !== CANCELLED) this.send({ type: 'log', text: String(reason?.stack ?? reason) });
    });
    this.send({ type: 'ready' });
  }

  /** @param part Called with answers that are followed by better ones. */
  ask<K extends Q['kind']>(
    question: Extract<Q, { readonly kind: K }>,
    part?: (answer: Extract<A, { readonly kind: K }>) => void,
  ): Asked<Extract<A, { readonly kind: K }>> {
    const id = ++this.lastId;
    const answer = new Promise<Extract<A, { readonly kind: K }>>((resolve, reject) => {
      this.open.set(id, {
        part: part as ((answer: A) => void) | undefined,
        done: resolve as (answer: A) => void,
        fail: reject,
      });
    });
    this.send({ type: 'ask', id, question });
    return {
      answer,
      cancel: () => {
        const waiting = this.open.get(id);
        if (waiting === undefined) return;
        this.open.delete(id);
        this.send({ type: 'cancel', id });
        // Whoever gave it up does not want to hear of it.
        answer.catch(() => {});
        waiting.fail(CANCELLED);
      },
    };
  }

  send(message: FromPanel<Q>): void {
    if (message.type === 'pin') this.keep({ pinned: message.pinned });
    this.api.postMessage(message);
  }

  /** What the page keeps while it is hidden, and across reloads of the window. */
  get state(): unknown {
    return this.kept.page;
  }
  set state(page: unknown) {
    this.keep({ page });
  }

  /** After a reload of the window the editor makes the panel again from this: which file, pinned or not, and the page's own. */
  private get kept(): { readonly uri?: string; readonly pinned?: boolean; readonly page?: unknown } {
    return (this.api.getState() ?? {}) as { uri?: string; pinned?: boolean; page?: unknown };
  }
  private keep(part: {
    readonly uri?: string | undefined;
    readonly pinned?: boolean;
    readonly page?: unknown;
  }) {
    this.api.setState({ ...this.kept, ...part });
  }

  private receive(message: ToPanel<A>): void {
    switch (message.type) {
      case 'target':
        this.keep({ uri: message.target.uri, pinned: message.target.pinned });
        return this.onTarget(message.target);
      case 'changed':
        return this.onChanged();
      case 'do':
        return this.onCommand(message.command);
      case 'cursor':
        return this.onCursor(message);
      case 'applied':
        return this.onApplied(message);
      case 'answer': {
        const waiting = this.open.get(message.id);
        if (waiting === undefined) return;
        if (!message.final) return waiting.part?.(message.answer);
        this.open.delete(message.id);
        return waiting.done(message.answer);
      }
      case 'failed': {
        const waiting = this.open.get(message.id);
        this.open.delete(message.id);
        return waiting?.fail(message.why);
      }
    }
  }
}
