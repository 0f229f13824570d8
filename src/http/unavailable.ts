// HTTP's word for a database that does not answer: 503, with the time after which to ask again.
import type { ApolloServerPlugin } from '@apollo/server';
import { API_CODES, isConnectionLost } from '../errors.ts';
import { refusal } from '../graphql/errors.ts';

const CODE = 'DATABASE_UNAVAILABLE';
const RETRY_AFTER = { 'retry-after': '1' };

/** Answers 503 to an operation that met such a database, whatever else it could say. */
export const unavailablePlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    async willSendResponse({ response: { body, http } }) {
      const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
      if (!errors?.some(({ extensions }) => extensions?.code === CODE)) return;
      http.status = API_CODES[CODE];
      for (const [name, value] of Object.entries(RETRY_AFTER)) http.headers.set(name, value);
    },
  }),
};

/** Does what comes before an operation, and says the same where it meets such a database. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isConnectionLost(error) ? refusal(CODE, '', RETRY_AFTER, error as Error) : error;
  }
}
