// Subscriptions by the rules of every other operation: the same callers, limits, documents and errors. Each event is
// carried out as an operation of its own, for a caller who is looked up again: a key that is revoked hears no more.
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import type { Context as Connection, SubscribePayload } from 'graphql-ws';
import { actorOf, type Principal } from '../auth/principal.ts';
import { type ApiCode, StrataError } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { refusal } from '../graphql/errors.ts';
import { MOST_TOKENS } from '../graphql/limits.ts';
import { startLifetime } from './deadline.ts';
import type { Gate } from './gate.ts';
import type { RequestedOperation } from './operation.ts';
import type { Peer, SubscriptionServer } from './websocket.ts';

export interface SubscriptionsOptions {
  readonly schema: GraphQLSchema;
  readonly gate: Gate;
  /** The operation as it may be carried out; throws a StrataError where it may not. */
  readonly admit: (operation: RequestedOperation) => RequestedOperation;
  readonly contextOf: (principal: Principal, signal: AbortSignal) => Context;
  readonly format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly addressOf: (request: Peer['request']) => string;
  /** Whether what is wrong with a document tells nothing of the schema. */
  readonly hidesSchema: boolean;
  readonly timeoutMs: number;
}
type Client = Connection<Record<string, unknown>, Peer>;

const INIT_WITHIN_MS = 3_000;
const MOST_CONNECTIONS = 20;
const MOST_SUBSCRIPTIONS = 20;
const FORBIDDEN = 4403;
/** What clients take for a reason to try again later, or not to. */
const CLOSE_CODES: Readonly<Partial<Record<ApiCode, number>>> = {
  RATE_LIMITED: 4429,
  DATABASE_UNAVAILABLE: 1013,
  ISSUER_UNAVAILABLE: 1013,
};

export function newSubscriptionServer(options: SubscriptionsOptions): SubscriptionServer {
  const { schema, gate, admit, contextOf, addressOf, hidesSchema, timeoutMs } = options;
  const connections = new Connections();
  const authenticate = ({ connectionParams, extra: { request } }: Client): Promise<Principal> =>
    gate.authenticate(credentialIn(connectionParams) ?? request.headers.authorization, addressOf(request));
  const format = (error: GraphQLError): GraphQLFormattedError =>
    options.format(error.toJSON(), error.path ? error : (error.originalError ?? error));

  const carryOut = async (client: Client, args: ExecutionArgs, event: unknown): Promise<ExecutionResult> => {
    const { gone } = client.extra;
    const { signal, end, leave } = startLifetime(timeoutMs);
    gone.addEventListener('abort', leave, { once: true });
    try {
      const contextValue = contextOf(await authenticate(client), signal);
      return await execute({ ...args, rootValue: event, contextValue });
    } finally {
      gone.removeEventListener('abort', leave);
      end();
    }
  };
  return {
    connectionInitWaitTimeout: INIT_WITHIN_MS,
    async onConnect(client) {
      try {
        connections.add(client, actorOf(await authenticate(client)));
        return true;
      } catch (error) {
        const { message, extensions } = format(asGraphQLError(error));
        client.extra.close(CLOSE_CODES[extensions?.code as ApiCode] ?? FORBIDDEN, message);
        return false;
      }
    },
    onClose: (client) => connections.remove(client),
    async onSubscribe(client, _id, payload) {
      try {
        const count = Object.keys(client.subscriptions).length;
        refuseMore(count, MOST_SUBSCRIPTIONS, 'subscriptions on one connection');
        const principal = await authenticate(client);
        gate.count(principal);
        const args = argumentsOf(schema, admit(operationIn(payload)));
        const errors = validate(schema, args.document).map((error) => withCode(error, hidesSchema));
        return errors.length > 0
          ? errors
          : { ...args, contextValue: contextOf(principal, client.extra.gone) };
      } catch (error) {
        return [asGraphQLError(error)];
      }
    },
    subscribe: createSourceEventStream as NonNullable<SubscriptionServer['subscribe']>,
    onOperation: async (client, _id, _payload, args, result) =>
      isStream(result) ? eachOf(result, (event) => carryOut(client, args, event)) : undefined,
    onNext: (_client, _id, _payload, _args, { data, errors }) =>
      errors ? { ...(data !== undefined && { data }), errors: errors.map(format) } : undefined,
    onError: (_client, _id, _payload, errors) => errors.map(format),
  };
}

function credentialIn(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const given = parameters?.authorization ?? parameters?.Authorization;
  return typeof given === 'string' ? given : undefined;
}

function operationIn({ query, ...rest }: SubscribePayload): RequestedOperation {
  return query === '' ? rest : { ...rest, query };
}

function argumentsOf(
  schema: GraphQLSchema,
  { query, operationName, variables }: RequestedOperation,
): ExecutionArgs {
  const name = operationName as string | null | undefined;
  const document = parsed(String(query));
  if (getOperationAST(document, name)?.operation !== 'subscription')
    throw new StrataError(
      'BAD_REQUEST',
      'Only subscriptions are carried out here: send queries and mutations by HTTP.',
    );
  return {
    schema,
    document,
    operationName: name,
    variableValues: variables as ExecutionArgs['variableValues'],
  };
}

function withCode(error: GraphQLError, hidesSchema: boolean): GraphQLError {
  const message = hidesSchema ? error.message.replace(/ Did you mean .*\?$/, '') : error.message;
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function refuseMore(found: number, most: number, what: string): void {
  if (found > most) throw refusal('RATE_LIMITED', `More than ${most} ${what}.`);
}

function isStream(result: unknown): result is AsyncIterable<unknown> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) error.extensions.code = 'GRAPHQL_PARSE_FAILED';
    throw error;
  }
}

/** What `carryOut` makes of each event; the stream is left when that fails. */
function eachOf<T>(
  stream: AsyncIterable<unknown>,
  carryOut: (event: unknown) => Promise<T>,
): AsyncGenerator<T> {
  const events = stream[Symbol.asyncIterator]();
  const leave = async (): Promise<IteratorResult<T>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  const each = {
    async next(): Promise<IteratorResult<T>> {
      const { done, value } = await events.next();
      if (done) return { done, value };
      try {
        return { done: false, value: await carryOut(value) };
      } catch (error) {
        await leave();
        throw error;
      }
    },
    return: leave,
    [Symbol.asyncIterator]: () => each,
  };
  return each as unknown as AsyncGenerator<T>;
}

/** How many connections each caller has. */
class Connections {
  readonly #counts = new Map<string, number>();
  readonly #holders = new WeakMap<Client, string>();

  /** Throws RATE_LIMITED where the caller has too many already. */
  add(client: Client, actor: string): void {
    if (client.extra.gone.aborted) return;
    const count = (this.#counts.get(actor) ?? 0) + 1;
    refuseMore(count, MOST_CONNECTIONS, 'connections of this caller');
    this.#counts.set(actor, count);
    this.#holders.set(client, actor);
  }

  remove(client: Client): void {
    const actor = this.#holders.get(client);
    if (actor === undefined) return;
    const count = (this.#counts.get(actor) ?? 0) - 1;
    if (count > 0) this.#counts.set(actor, count);
    else this.#counts.delete(actor);
  }
}
