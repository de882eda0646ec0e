import type { Rule } from '../rule.js';
import cnpgDurabilityPreferred from './cnpg-durability-preferred.js';
import cnpgFailoverDelay from './cnpg-failover-delay.js';
import cnpgIsolationCheckOff from './cnpg-isolation-check-off.js';
import cnpgKeptParameter from './cnpg-kept-parameter.js';
import cnpgLeaseTiming from './cnpg-lease-timing.js';
import cnpgLegacySync from './cnpg-legacy-sync.js';
import cnpgLogicalDecodingRefused from './cnpg-logical-decoding-refused.js';
import cnpgLogicalSlots from './cnpg-logical-slots.js';
import cnpgNoAntiAffinity from './cnpg-no-anti-affinity.js';
import cnpgNoBackup from './cnpg-no-backup.js';
import cnpgQuorumAnnotation from './cnpg-quorum-annotation.js';
import cnpgReplicaRefused from './cnpg-replica-refused.js';
import cnpgSlotsOff from './cnpg-slots-off.js';
import cnpgSwitchoverDelay from './cnpg-switchover-delay.js';
import cnpgSyncNumber from './cnpg-sync-number.js';
import cnpgSyncTwoInstances from './cnpg-sync-two-instances.js';
import cnpgSyncWithoutFailoverQuorum from './cnpg-sync-without-failover-quorum.js';
import crunchyOverwrittenSetting from './crunchy-overwritten-setting.js';
import crunchySchedulingOff from './crunchy-scheduling-off.js';
import zalandoRefusedSetting from './zalando-refused-setting.js';

export const OPERATORS: readonly Rule[] = [
  cnpgDurabilityPreferred,
  cnpgFailoverDelay,
  cnpgIsolationCheckOff,
  cnpgKeptParameter,
  cnpgLeaseTiming,
  cnpgLegacySync,
  cnpgLogicalDecodingRefused,
  cnpgLogicalSlots,
  cnpgNoAntiAffinity,
  cnpgNoBackup,
  cnpgQuorumAnnotation,
  cnpgReplicaRefused,
  cnpgSlotsOff,
  cnpgSwitchoverDelay,
  cnpgSyncNumber,
  cnpgSyncTwoInstances,
  cnpgSyncWithoutFailoverQuorum,
  crunchyOverwrittenSetting,
  crunchySchedulingOff,
  zalandoRefusedSetting,
];
