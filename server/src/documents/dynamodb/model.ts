import type { Span } from '../../text/span.js';
import type { Setting } from '../tree.js';

/** A table of DynamoDB as a template declares it. */
export interface DynamoTable {
  /** How the template calls it: logical id or label. */
  readonly name: string;
  readonly at: Span;
  /** What it will be called, as it is written. */
  readonly called: Span | undefined;
  /** `module`: arguments of the usual Terraform module, whose defaults differ. */
  readonly format: 'cloudformation' | 'terraform' | 'module';
  /** Undefined where the text does not tell. */
  readonly billing: 'provisioned' | 'on demand' | undefined;
  readonly hash: Setting<string> | undefined;
  readonly range: Setting<string> | undefined;
  readonly attributes: readonly DynamoAttribute[];
  /** Attributes and keys are all there and all readable. */
  readonly attributesWhole: boolean;
  readonly indexes: readonly DynamoIndex[];
  readonly indexesWhole: boolean;
  readonly read: Setting<number> | undefined;
  readonly write: Setting<number> | undefined;
  /** Point in time recovery; of a global table: of all its replicas that say it. */
  readonly recovery: Setting<boolean> | undefined;
  /** Only a replica of it can be restored: where that one stands. */
  readonly recoveredIn?: string;
  readonly deletionProtection: Setting<boolean> | undefined;
  /** CloudFormation keeps the table when it leaves the stack. */
  readonly retained: boolean;
  /** The template says that it goes with the stack. */
  readonly deleted?: boolean;
  readonly ttl:
    | { readonly attribute: Setting<string> | undefined; readonly enabled: Setting<boolean> | undefined }
    | undefined;
  readonly stream:
    | { readonly enabled: boolean | undefined; readonly view: Setting<string> | undefined }
    | undefined;
  /** Regions with a copy; of a global table its own region among them. */
  readonly replicas: readonly { readonly region: Setting<string> | undefined; readonly at: Span }[];
  readonly replicasWhole: boolean;
  /** All regions, the table's own included. */
  readonly regions: number;
  readonly consistency: Setting<string> | undefined;
  /** Its body, for settings that are not there. */
  readonly body: Span;
}

export interface DynamoAttribute {
  readonly name: Setting<string>;
  readonly type: Setting<string> | undefined;
}

export interface DynamoIndex {
  readonly kind: 'global' | 'local';
  readonly name: string;
  readonly at: Span;
  readonly hash: Setting<string> | undefined;
  readonly range: Setting<string> | undefined;
  readonly write: Setting<number> | undefined;
  /** More than one attribute in a part of the key. */
  readonly composite: boolean;
}

/** Attributes that keys of the table and its indexes name. */
export function keyAttributes(table: DynamoTable): Setting<string>[] {
  return [table, ...table.indexes].flatMap(({ hash, range }) => [hash, range].flatMap(part => part ?? []));
}
