import type { Cluster, Guarantee } from '../../model.js';

/** What an insert and a read get. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.clickhouse;
  if (cluster.name === 'keeper')
    return [
      {
        operation: 'write of metadata',
        writes: true,
        consistency: 'linearizable',
        partition: 'C',
        otherwise: 'C',
        copies: cluster.commit.count + 1,
        rpoMs: settings?.flag('keeper_server.coordination_settings.force_sync') === false ? 'unbounded' : 0,
        rtoMs: cluster.failover.detectMs ?? [1000, 4000],
        because: [{ sentence: 'A majority of the Keepers has it in its log.', origin: cluster.origin }],
      },
    ];
  const quorum = cluster.commit.count > 0;
  return [
    {
      operation: 'insert',
      writes: true,
      consistency: 'eventual',
      partition: quorum ? 'C' : 'A',
      otherwise: quorum ? 'C' : 'L',
      copies: cluster.commit.count + 1,
      rpoMs: quorum ? 0 : 'unbounded',
      rtoMs: [0, 0],
      because: [
        {
          sentence: quorum
            ? `${cluster.commit.count + 1} replicas have it (insert_quorum).`
            : 'One replica has it; the others fetch it afterwards, and what they have not is lost with its disk.',
        },
      ],
    },
    {
      operation: 'select',
      writes: false,
      consistency:
        settings?.number('select_sequential_consistency') === 1 &&
        settings.flag('insert_quorum_parallel') === false &&
        quorum
          ? 'sequential'
          : 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'The replica that is asked answers from the parts that it has.' }],
    },
  ];
}
