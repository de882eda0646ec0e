import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';

const BOOLEAN: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };
const GUIDE =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html';
const CFN =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html';
const TF = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table';

const row = (
  name: string,
  type: ParameterType,
  byDefault: Parameter['default'],
  meaning: string,
  source: string,
  tradeOff?: string,
): Parameter => ({
  name,
  type,
  ...(byDefault === undefined ? {} : { default: byDefault }),
  meaning,
  source,
  applies: 'runtime',
  ...(tradeOff === undefined ? {} : { tradeOff }),
});

const CONSISTENCY =
  'Whether regions agree before a write is acknowledged (STRONG), or follow afterwards (EVENTUAL). Set when the global table is made; never changed later.';
const CHOICE =
  'EVENTUAL is fast and goes on when regions are parted, and of two writes to one item one is lost. STRONG loses none and reads the newest everywhere; writes wait for another region, and it takes exactly three regions.';

/** Settings of tables that decide about their replicas: names of CloudFormation and of Terraform. */
export const DYNAMODB_PARAMETERS = parameterTable('dynamodb', [
  row(
    'MultiRegionConsistency',
    { kind: 'enum', values: ['EVENTUAL', 'STRONG'] },
    'EVENTUAL',
    CONSISTENCY,
    GUIDE,
    CHOICE,
  ),
  row(
    'consistency_mode',
    { kind: 'enum', values: ['EVENTUAL', 'STRONG'] },
    'EVENTUAL',
    CONSISTENCY,
    TF,
    CHOICE,
  ),
  row('Replicas', TEXT, undefined, 'The regions with a copy, the own one among them.', CFN),
  row('region_name', TEXT, undefined, 'A region with a copy beside the own one.', TF),
  row(
    'GlobalTableWitnesses',
    TEXT,
    undefined,
    'A region that keeps no readable copy and takes part in the decision: the third of a strong global table.',
    CFN,
  ),
  row(
    'global_table_witness',
    TEXT,
    undefined,
    'A region that keeps no readable copy and takes part in the decision.',
    TF,
  ),
  row(
    'PointInTimeRecoveryEnabled',
    BOOLEAN,
    false,
    'Keeps every second of the last days, in this region.',
    CFN,
  ),
  row(
    'point_in_time_recovery',
    BOOLEAN,
    false,
    'Keeps every second of the last days; of a replica, in its region.',
    TF,
  ),
  row('DeletionProtectionEnabled', BOOLEAN, false, 'Refuses to delete the table in this region.', CFN),
  row('deletion_protection_enabled', BOOLEAN, false, 'Refuses to delete the table.', TF),
  row(
    'StreamViewType',
    { kind: 'enum', values: ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] },
    undefined,
    'What the stream of changes holds. Replicas with eventual consistency are fed from NEW_AND_OLD_IMAGES.',
    CFN,
  ),
  row('stream_enabled', BOOLEAN, false, 'The table has a stream of changes.', TF),
  row(
    'TimeToLiveSpecification',
    TEXT,
    undefined,
    'Items expire by themselves; the deletion is replicated as a write.',
    CFN,
  ),
  row('ttl', TEXT, undefined, 'Items expire by themselves; the deletion is replicated as a write.', TF),
]);
