// Section 8: city, state and country of one user, always together from one event or from the profile.

import type { ActivityEvent } from './read-activity.ts';
import type { Profile } from './read-profiles.ts';
import { compareBytes } from './text.ts';

export type Place = { readonly city: string; readonly region: string; readonly country: string };

const nowhere: Place = { city: '', region: '', country: '' };

/** The place with '' for what is missing. */
export function placeOf(events: readonly ActivityEvent[], profile: Profile | undefined): Place {
  if (profile !== undefined && countKnown(profile) > 0) return profile;
  return events.toSorted(byFitness)[0] ?? nowhere;
}

/** '' sorts before every other text, which is what puts a missing part first. */
function byFitness(left: ActivityEvent, right: ActivityEvent): number {
  const known = countKnown(right) - countKnown(left);
  if (known !== 0) return known;
  if (left.at !== right.at) return left.at < right.at ? -1 : 1;
  return (
    compareBytes(left.country, right.country) ||
    compareBytes(left.region, right.region) ||
    compareBytes(left.city, right.city)
  );
}

function countKnown(place: Place): number {
  return [place.city, place.region, place.country].filter((part) => part !== '').length;
}
