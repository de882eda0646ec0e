import { numberAt } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import { type CassandraData, folderOf } from './data.js';
import { fragment } from './yaml.js';

/** Configs of Reaper, which repairs on a schedule. */
export const REAPER: ConfigFormat<CassandraData> = {
  title: 'cassandra-reaper.yaml',
  detects: source =>
    /\.ya?ml$/.test(source.name) &&
    source.text.includes('repairParallelism') &&
    source.text.includes('segmentCount'),
  read: source =>
    source.yaml.slice(0, 1).map(root => {
      const days = numberAt(root, 'scheduleDaysBetween');
      return fragment('cassandra', source, {
        kind: 'repair',
        folder: folderOf(source.uri),
        days: days?.value,
        origin: days === undefined ? source.top : source.origin(days.span),
      });
    }),
};
