import type { Span } from '../../text/span.js';

/** A plugin of a pipeline with its settings: `kafka { topics => ["orders"] }`. */
export interface LogstashPlugin {
  readonly section: 'input' | 'filter' | 'output';
  readonly name: string;
  readonly span: Span;
  /** By name, as written last. */
  readonly settings: ReadonlyMap<string, LogstashValue>;
}

export interface LogstashValue {
  /** Undefined for a list, a hash, or what a variable fills in. */
  readonly text: string | undefined;
  readonly span: Span;
}

/** One file of a pipeline, or `logstash.yml`. */
export interface LogstashDesign {
  readonly plugins: readonly LogstashPlugin[];
  /** `queue.type` of logstash.yml, where it is written. */
  readonly queueType?: LogstashValue;
}
