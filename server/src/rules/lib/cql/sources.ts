/** Documentation that several rules rest on. */
export const PARTITION_GUIDANCE = {
  title: 'Cassandra: 100,000 values and 100 MB per partition',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/data-modeling/intro.html',
};
export const PARTITION_FORMULA = {
  title: 'Cassandra: calculating partition size, bucketing',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/data-modeling/data-modeling_refining.html',
};
export const SCYLLA_LARGE_PARTITIONS = {
  title: 'ScyllaDB: large partitions',
  url: 'https://docs.scylladb.com/manual/stable/troubleshooting/large-partition-table.html',
};
export const TWCS = {
  title: 'Cassandra: time window compaction',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/compaction/twcs.html',
};
export const SECONDARY_INDEX = {
  title: 'Cassandra: when not to use a secondary index',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/indexing/2i/2i-when-to-use.html',
};
