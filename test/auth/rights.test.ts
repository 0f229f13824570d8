// Which role may ask for which field of Query and Mutation: every field there is, so that a new one is put here by
// somebody who has thought about it, and is guarded before its arguments are looked at.
import {
  createSourceEventStream,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/auth/principal.ts';
import { StrataError } from '../../src/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { type Api, buildApi } from '../support/api.ts';

const FIELDS: Readonly<Record<'Query' | 'Mutation' | 'Subscription', Readonly<Record<Role, string>>>> = {
  Query: {
    viewer: `breakdown dimensions freshness insights me segment segments snapshot snapshotAt summaries transitions
      user users`,
    marketer: `audience audienceChanges audiences campaignLift deliveries delivery destination destinations export
      exportColumns exportPlatforms exports schedules suppressionCounts suppressions`,
    admin: 'apiKeys auditLog imports ruleSet ruleSets run runs validateRuleSet',
  },
  Mutation: {
    viewer: '',
    marketer: `cancelExport changeAudienceMembers createAudience createDestination createSchedule deleteAudience
      deleteDestination deleteSchedule deliverDelta deliverExport exportAudience followAudience pauseSchedule
      previewAudience redeliver suppressUsers testDestination unfollowAudience unsuppressUsers unwatchAudience
      updateAudience watchAudience`,
    admin: `calibrateRuleSet cancelRun createApiKey deleteRuleSetDraft eraseUser mergeUsers previewRuleSet publishRuleSet
      recompute revokeApiKey rollbackRuleSet saveRuleSetDraft undoImport`,
  },
  Subscription: {
    viewer: 'snapshotPublished',
    marketer: 'audienceChanged exportProgress',
    admin: 'runProgress',
  },
};
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const SCALARS: Readonly<Record<string, unknown>> = {
  Boolean: true,
  DateTime: '2030-01-01',
  Decimal: '1',
  Float: 1,
  ID: '1',
  Int: 1,
  JSON: {},
  String: 'x',
};

/** Some value of that type, without what can be left out. */
function someValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return someValue(type.ofType);
  if (isListType(type)) return [someValue(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return SCALARS[type.name];
  const fields = Object.values(type.getFields());
  const given = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return Object.fromEntries(given.map((field) => [field.name, someValue(field.type)]));
}

function operationOf(kind: string, { name, args, type }: GraphQLField<unknown, unknown>) {
  const required = args.filter(isRequiredArgument);
  const list = (of: (name: string, type: string) => string): string =>
    required.length > 0 ? `(${required.map((arg) => of(arg.name, String(arg.type))).join(', ')})` : '';
  const selection = isCompositeType(getNamedType(type)) ? ' { __typename }' : '';
  const field = `${name}${list((arg) => `${arg}: $${arg}`)}${selection}`;
  return {
    query: `${kind.toLowerCase()} ${list((arg, argType) => `$${arg}: ${argType}`)} { ${field} }`,
    variables: Object.fromEntries(required.map((arg) => [arg.name, someValue(arg.type)])),
  };
}

function codeIn(error: unknown): unknown {
  return error instanceof StrataError ? error.code : error;
}

let api: Api;
beforeAll(async () => {
  api = await buildApi({ api: { keyCacheMs: 600_000 } });
  for (const role of ['viewer', 'marketer'] as const) await api.data('{ me { id } }', {}, role);
});

describe.each(['Query', 'Mutation', 'Subscription'] as const)('the fields of %s', (kind) => {
  const fields = schema.getType(kind) as GraphQLObjectType;
  const may = (role: Role): string[] => words(FIELDS[kind][role]);

  /** The codes of what comes of asking for the field; of a subscription, of asking to be told. */
  async function codesOf(field: GraphQLField<unknown, unknown>, role: Role): Promise<unknown[]> {
    const { query, variables } = operationOf(kind, field);
    if (kind !== 'Subscription') {
      const { errors = [] } = await api.ask(query, variables, role);
      return errors.map(({ extensions }) => extensions.code);
    }
    const contextValue = { principal: { kind: 'key', id: 'x', role }, database: api.database };
    const document = parse(query);
    const stream = await createSourceEventStream({
      schema,
      document,
      variableValues: variables,
      contextValue,
    });
    if ('errors' in stream) return stream.errors?.map(({ originalError }) => codeIn(originalError)) ?? [];
    await (stream as AsyncGenerator).return?.(undefined);
    return [];
  }

  it('are all in the table, each for one role and those above it', () => {
    const listed = [...may('viewer'), ...may('marketer'), ...may('admin')];
    expect(listed.toSorted()).toEqual(Object.keys(fields.getFields()).toSorted());
  });

  it('are forbidden to all others, before anything is read', async () => {
    for (const role of ['viewer', 'marketer'] as const) {
      const allowed = new Set([...may('viewer'), ...(role === 'marketer' ? may('marketer') : [])]);
      for (const [name, field] of Object.entries(fields.getFields())) {
        let codes: unknown[] = [];
        const statements = await api.statementsOf(async () => {
          codes = await codesOf(field, role);
        });
        if (allowed.has(name)) expect(codes, `${role} ${name}`).not.toContain('FORBIDDEN');
        else
          expect({ role, name, codes, statements }).toEqual({
            role,
            name,
            codes: ['FORBIDDEN'],
            statements: [],
          });
      }
    }
  });
});
