// The statements behind the output files. Durations leave as minutes and averages with at most 6 decimals,
// money with 2; nothing is rounded before.
import { copyLiteral } from '../../db/copy.ts';
import type { Segment, SegmentDimension } from '../../segments/service.ts';

/** Columns of the users' file that are segments: column → dimension. */
const SEGMENT_COLUMNS = {
  engagement_segment: 'engagement',
  age_group: 'age',
  gender: 'gender',
  income_bracket: 'income',
  traffic_source_category: 'traffic_source',
  primary_source: 'primary_source',
  us_region: 'us_region',
  customer_segment: 'customer',
} as const;
type SegmentColumn = keyof typeof SEGMENT_COLUMNS;

/** Columns that a dimension added later may have the name of: its own is then KEY_segment. */
const TAKEN: ReadonlySet<string> = new Set([
  'user_pseudo_id',
  'session_count',
  'avg_session_duration',
  'total_session_duration',
  'avg_events_per_session',
  'total_events',
  'total_transactions',
  'total_revenue',
  'engagement_score',
  'city',
  'state',
  'country',
  'segment_priority',
  ...Object.keys(SEGMENT_COLUMNS),
]);

function minutes(micros: string): string {
  return `trim_scale(round(${micros}, 6))`;
}

/** COPY of every user of a snapshot, ordered by external id. COPY takes no parameters, hence the literals. */
export function usersCopy(snapshotId: number, dimensions: readonly SegmentDimension[]): string {
  const own = new Set<string>(Object.values(SEGMENT_COLUMNS));
  const added = dimensions.filter(({ key }) => !own.has(key));
  const nameOf = (column: SegmentColumn): string =>
    `${segmentName(dimensions, SEGMENT_COLUMNS[column])} as ${column}`;
  const columns = [
    'u.external_id as user_pseudo_id',
    'u.session_count',
    `coalesce(${minutes('u.total_session_us / 60000000.0 / nullif(u.session_count, 0)')}, 0) as avg_session_duration`,
    `${minutes('u.total_session_us / 60000000.0')} as total_session_duration`,
    'coalesce(trim_scale(round(u.total_events::numeric / nullif(u.session_count, 0), 6)), 0) as avg_events_per_session',
    'u.total_events',
    'u.transactions as total_transactions',
    'round(u.revenue, 2) as total_revenue',
    nameOf('engagement_segment'),
    'u.engagement_score',
    nameOf('age_group'),
    nameOf('gender'),
    nameOf('income_bracket'),
    nameOf('traffic_source_category'),
    nameOf('primary_source'),
    ...['city', 'state', 'country'].map((place) => `coalesce(u.${place}, 'Unknown') as ${place}`),
    nameOf('us_region'),
    nameOf('customer_segment'),
    `${segmentValue(dimensions, 'customer', ({ priority }) => String(priority ?? 'null'))} as segment_priority`,
    ...added.map(
      ({ key }) => `${segmentName(dimensions, key)} as ${TAKEN.has(key) ? `${key}_segment` : key}`,
    ),
  ];
  return `/* exports.users */ copy (
select ${columns.join(', ')}
  from user_states u
 where u.valid_from <= ${snapshotId} and u.valid_to > ${snapshotId}
 order by u.external_id) to stdout (format csv, header)`;
}

function segmentName(dimensions: readonly SegmentDimension[], key: string): string {
  return segmentValue(dimensions, key, (segment) => copyLiteral(segment.key));
}

/** A user's segment ids stand in the order of the rule set's dimensions. */
function segmentValue(
  dimensions: readonly SegmentDimension[],
  key: string,
  textOf: (segment: Segment) => string,
): string {
  const at = dimensions.findIndex((dimension) => dimension.key === key);
  const dimension = dimensions[at];
  if (!dimension) return 'null';
  const arms = dimension.segments.map((segment) => `when ${segment.id} then ${textOf(segment)}`);
  return `case u.segment_ids[${at + 1}] ${arms.join(' ')} end`;
}
