// Deliveries: what goes to destinations, tried until it is confirmed or given up.
export { executeDelivery } from './attempt.ts';
export { checkDeltaOptions, type DeltaOptions } from './eligibility.ts';
export { followAudience, requestFeeds, unfollowAudience } from './feeds.ts';
export type { Outbound } from './kinds.ts';
export { dueDeliveries } from './queries/attempts.ts';
export { forgetDelivered } from './queries/erased.ts';
export { redeliver, requestDelta, requestExportDelivery, requestTest } from './request.ts';
export {
  type Delivery,
  type DeliveryKind,
  type DeliverySelection,
  type DeliveryState,
  findDelivery,
  listDeliveries,
} from './stored.ts';
export { type Withdrawal, withdrawAudience } from './withdraw.ts';
