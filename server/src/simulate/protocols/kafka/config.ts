import type { SettingRef } from '../../history/model.js';

/** One partition of Kafka and who decides about its leader. Times in ms. Processes: the brokers first, then the others. */
export interface KafkaConfig {
  readonly brokers: readonly string[];
  /** Per broker: has a copy of the partition. */
  readonly copies: readonly boolean[];
  /** Processes that keep the metadata: controllers, or servers of ZooKeeper. */
  readonly voters: readonly number[];
  readonly keeper: 'kraft' | 'zookeeper';
  readonly acks: 'all' | '1' | '0';
  readonly minIsr: number;
  readonly lagMs: number;
  readonly unclean: boolean;
  /** Eligible leader replicas: copies that left the ISR when it was at its least may lead, and nothing is committed below it. */
  readonly elr: boolean;
  readonly heartbeatMs: number;
  readonly sessionMs: number;
  /** How long it takes until another controller is active. */
  readonly controllerMs: readonly [least: number, most: number];
  /** Every record is flushed before it counts. */
  readonly flushes: boolean;
  readonly because: KafkaReasons;
}

/** Which settings say so. */
export interface KafkaReasons {
  readonly acks: readonly SettingRef[];
  readonly minIsr: readonly SettingRef[];
  readonly lag: readonly SettingRef[];
  readonly unclean: readonly SettingRef[];
  readonly session: readonly SettingRef[];
  readonly flush: readonly SettingRef[];
}
