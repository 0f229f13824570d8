// Reads the as-of time of a run from text.
import { BadInputError } from '../errors.ts';
import { readDateOrTimestamp, toIsoText } from '../ingest/timestamps.ts';

/** ISO text of the instant; throws a BadInputError that says what would be legal. */
export function readAsOf(text: string): string {
  const instant = readDateOrTimestamp(text.trim());
  if (instant === undefined) {
    throw new BadInputError(
      `as-of: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, perhaps with decimals and Z or +HH:MM, got "${text}".`,
    );
  }
  return toIsoText(instant);
}
