// One statement for what is asked of all the users of a page: explanations, histories, segments of the past.
import DataLoader from 'dataloader';
import type { Database } from '../db/database.ts';
import type { SegmentCatalogue } from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { type Explanation, explainUsers } from './explain.ts';
import {
  checkHistoryRequest,
  type HistoryRequest,
  histories,
  type PastRequest,
  type PastSegment,
  pastSegments,
  type SegmentChange,
} from './history.ts';

export interface UserLoaders {
  /** By user id. */
  readonly explanations: DataLoader<string, Explanation>;
  readonly pastSegments: DataLoader<PastRequest, readonly PastSegment[] | null, string>;
  /** Throws a BadInputError for a request that can't be answered. */
  history(request: HistoryRequest): Promise<SegmentChange[]>;
}

/** For the users of one snapshot. */
export function newUserLoaders(
  database: Database,
  { snapshot, catalogue }: { snapshot: Snapshot; catalogue: SegmentCatalogue },
): UserLoaders {
  const changes = new DataLoader<HistoryRequest, SegmentChange[], string>(
    (requests) => histories(database, snapshot.id, requests),
    { cacheKeyFn: (request) => JSON.stringify(request) },
  );
  const checks = new Map<string, Promise<void>>();
  return {
    explanations: new DataLoader(async (userIds) => {
      const explanations = await explainUsers(database, snapshot, catalogue, userIds);
      return userIds.map((id) => explanations.get(id) ?? new Error(`The user ${id} is not in the snapshot.`));
    }),
    pastSegments: new DataLoader<PastRequest, readonly PastSegment[] | null, string>(
      (requests) => pastSegments(database, requests),
      { cacheKeyFn: (request) => JSON.stringify(request) },
    ),
    async history(request) {
      const { dimension, first } = request;
      const name = JSON.stringify({ dimension, first });
      const check = checks.get(name) ?? checkHistoryRequest(database, request, catalogue.dimensions);
      checks.set(name, check);
      await check;
      return changes.load(request);
    },
  };
}
