import type { Rule } from '../rule.js';
import cassandraAnyWrite from './cassandra-any-write.js';
import cassandraAuthReplicas from './cassandra-auth-replicas.js';
import cassandraAutoBootstrapOff from './cassandra-auto-bootstrap-off.js';
import cassandraAutoSnapshotOff from './cassandra-auto-snapshot-off.js';
import cassandraBothPlaceFiles from './cassandra-both-place-files.js';
import cassandraCommitlogSyncConflict from './cassandra-commitlog-sync-conflict.js';
import cassandraDriverDowngrades from './cassandra-driver-downgrades.js';
import cassandraDriverFailsOverLocal from './cassandra-driver-fails-over-local.js';
import cassandraDriverUnknownCentre from './cassandra-driver-unknown-centre.js';
import cassandraDriverWithoutCentre from './cassandra-driver-without-centre.js';
import cassandraDurationWithoutUnit from './cassandra-duration-without-unit.js';
import cassandraEachQuorum from './cassandra-each-quorum.js';
import cassandraFailurePolicy from './cassandra-failure-policy.js';
import cassandraGcGraceBeforeRepair from './cassandra-gc-grace-before-repair.js';
import cassandraHintWindow from './cassandra-hint-window.js';
import cassandraHintsOff from './cassandra-hints-off.js';
import cassandraLevelWithoutTolerance from './cassandra-level-without-tolerance.js';
import cassandraLocalQuorumTwoCentres from './cassandra-local-quorum-two-centres.js';
import cassandraLocalSerial from './cassandra-local-serial.js';
import cassandraNoRepair from './cassandra-no-repair.js';
import cassandraOldAndNewName from './cassandra-old-and-new-name.js';
import cassandraOpenToAll from './cassandra-open-to-all.js';
import cassandraPeriodicInOneRack from './cassandra-periodic-in-one-rack.js';
import cassandraPhiOutOfRange from './cassandra-phi-out-of-range.js';
import cassandraPlaceIgnored from './cassandra-place-ignored.js';
import cassandraPlainBetweenCentres from './cassandra-plain-between-centres.js';
import cassandraQuorumSpansCentres from './cassandra-quorum-spans-centres.js';
import cassandraRacks from './cassandra-racks.js';
import cassandraReadRepairNone from './cassandra-read-repair-none.js';
import cassandraReadsMissWrites from './cassandra-reads-miss-writes.js';
import cassandraRenamedSetting from './cassandra-renamed-setting.js';
import cassandraReplicasExceedNodes from './cassandra-replicas-exceed-nodes.js';
import cassandraSeeds from './cassandra-seeds.js';
import cassandraSerialAsConsistency from './cassandra-serial-as-consistency.js';
import cassandraSimpleStrategySeveralCentres from './cassandra-simple-strategy-several-centres.js';
import cassandraSpeculativeAlways from './cassandra-speculative-always.js';
import cassandraTokensDiffer from './cassandra-tokens-differ.js';
import cassandraTransientReplicas from './cassandra-transient-replicas.js';
import cassandraUnknownDataCentre from './cassandra-unknown-data-centre.js';
import cassandraUnknownToVersion from './cassandra-unknown-to-version.js';
import scyllaDeveloperMode from './scylla-developer-mode.js';

export const CASSANDRA: readonly Rule[] = [
  cassandraAnyWrite,
  cassandraAuthReplicas,
  cassandraAutoBootstrapOff,
  cassandraAutoSnapshotOff,
  cassandraBothPlaceFiles,
  cassandraCommitlogSyncConflict,
  cassandraDriverDowngrades,
  cassandraDriverFailsOverLocal,
  cassandraDriverUnknownCentre,
  cassandraDriverWithoutCentre,
  cassandraDurationWithoutUnit,
  cassandraEachQuorum,
  cassandraFailurePolicy,
  cassandraGcGraceBeforeRepair,
  cassandraHintWindow,
  cassandraHintsOff,
  cassandraLevelWithoutTolerance,
  cassandraLocalQuorumTwoCentres,
  cassandraLocalSerial,
  cassandraNoRepair,
  cassandraOldAndNewName,
  cassandraOpenToAll,
  cassandraPeriodicInOneRack,
  cassandraPhiOutOfRange,
  cassandraPlaceIgnored,
  cassandraPlainBetweenCentres,
  cassandraQuorumSpansCentres,
  cassandraRacks,
  cassandraReadRepairNone,
  cassandraReadsMissWrites,
  cassandraRenamedSetting,
  cassandraReplicasExceedNodes,
  cassandraSeeds,
  cassandraSerialAsConsistency,
  cassandraSimpleStrategySeveralCentres,
  cassandraSpeculativeAlways,
  cassandraTokensDiffer,
  cassandraTransientReplicas,
  cassandraUnknownDataCentre,
  cassandraUnknownToVersion,
  scyllaDeveloperMode,
];
