import { join, resolve } from 'node:path';
import type { Analyzer } from '../../../server/src/analyzer/types.js';
import { createAnalyzer } from '../../../server/src/analyzer.js';
import { createNodeHost, pathToUri } from '../../../server/src/node/index.js';
import { answerPanel } from '../../../server/src/panel/answer.js';
import type { SchemaAnswer, SchemaQuestion } from '../../../server/src/protocol/schema-panel.js';
import type { TopologyAnswer, TopologyQuestion } from '../../../server/src/protocol/topology-panel.js';
import { isFromPanel } from '../../../server/src/protocol/validate.js';
import type {
  FromPanel,
  PanelCommand,
  PanelEdit,
  PanelKind,
  ToPanel,
} from '../../../server/src/protocol/webview.js';

/**
 * Answers instead of the server, for pages whose other side is of no matter; `part` sends an answer after which a better one
 * follows. Undefined: never answered.
 */
export type StubAnswer = (
  question: TopologyQuestion | SchemaQuestion,
  part: (answer: TopologyAnswer | SchemaAnswer) => void,
) => Promise<TopologyAnswer | SchemaAnswer | { readonly why: string } | undefined>;

/** Does for a page what the editor does, without an editor: the same messages, the same server behind them. */
export class PlainHost {
  /** Everything that the page said, in order. */
  readonly said: FromPanel[] = [];
  /** Everything that it was told, in order. */
  readonly sent: ToPanel[] = [];
  readonly memory: Record<string, unknown> = {};
  /** What the page is to do as soon as it is there: a command of the editor opened it. */
  command: PanelCommand | undefined;
  /** Questions that are waited for, by their numbers: a page that begins anew counts from the beginning. */
  private readonly wanted = new Map<number, object>();
  private constructor(
    readonly analyzer: Analyzer,
    readonly folder: string,
    private readonly kind: PanelKind,
    private readonly deliver: (message: ToPanel) => void,
    public uri: string | undefined,
    private readonly stub: StubAnswer | undefined,
  ) {}

  /** @param folder A folder of the repository; its files are read, never written. */
  static async open(
    kind: PanelKind,
    folder: string,
    file: string | undefined,
    deliver: (message: ToPanel) => void,
    stub?: StubAnswer,
  ): Promise<PlainHost> {
    const root = resolve(folder);
    const analyzer = createAnalyzer(createNodeHost({ log: () => {} }));
    await analyzer.ready;
    if (stub === undefined) {
      await analyzer.index([pathToUri(root)]);
      await analyzer.settled();
    }
    const uri = file === undefined ? undefined : pathToUri(join(root, file));
    return new PlainHost(analyzer, root, kind, deliver, uri, stub);
  }

  uriOf(file: string): string {
    return pathToUri(join(this.folder, file));
  }

  send(message: ToPanel): void {
    this.sent.push(message);
    this.deliver(message);
  }

  async receive(message: unknown): Promise<void> {
    if (!isFromPanel(message)) throw new Error(`not a message of a panel: ${JSON.stringify(message)}`);
    this.said.push(message);
    switch (message.type) {
      case 'ready':
        this.wanted.clear();
        return this.sendTarget();
      case 'cancel':
        this.wanted.delete(message.id);
        return;
      case 'remember':
        if (message.value === undefined) delete this.memory[message.key];
        else this.memory[message.key] = message.value;
        return;
      case 'apply':
        this.apply(message.edits);
        this.send({ type: 'applied', label: message.label, done: true });
        this.send({ type: 'changed' });
        return;
      case 'ask': {
        const { id } = message;
        const question = {};
        this.wanted.set(id, question);
        const isWanted = () => this.wanted.get(id) === question;
        const part = (answer: TopologyAnswer | SchemaAnswer): void => {
          if (isWanted()) this.send({ type: 'answer', id, final: false, answer });
        };
        const answer = await (this.stub?.(message.question as TopologyQuestion, part) ??
          answerPanel(this.kind, message.question as never, {
            analyzer: this.analyzer,
            cancelled: () => !isWanted(),
            pause: () => new Promise(done => setImmediate(done)),
            part,
          }));
        if (answer === undefined || !isWanted()) return;
        this.wanted.delete(id);
        this.send(
          'kind' in answer
            ? { type: 'answer', id, final: true, answer }
            : { type: 'failed', id, why: answer.why },
        );
      }
    }
  }

  sendTarget(): void {
    this.send({
      type: 'target',
      target: {
        ...(this.uri === undefined ? {} : { uri: this.uri }),
        label: this.uri?.replace(/^.*\//, '') ?? '',
        pinned: false,
        remembered: this.memory,
        ...(this.command === undefined ? {} : { command: this.command }),
      },
    });
  }

  apply(edits: readonly PanelEdit[]): void {
    for (const uri of new Set(edits.map(each => each.uri))) {
      let text = this.analyzer.text(uri) ?? '';
      const own = edits
        .filter(each => each.uri === uri)
        .map(({ range, newText }) => ({
          start: this.analyzer.offsetAt(uri, range.start),
          end: this.analyzer.offsetAt(uri, range.end),
          newText,
        }))
        .sort((a, b) => b.start - a.start || b.end - a.end);
      for (const { start, end, newText } of own) text = text.slice(0, start) + newText + text.slice(end);
      this.analyzer.openBuffer(uri, text);
    }
  }
}
