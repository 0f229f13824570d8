import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'src/**/*.graphql',
  generates: {
    'src/graphql/api.graphqls': { plugins: ['schema-ast'], config: { includeDirectives: true } },
    'src/graphql/resolvers-types.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        contextType: './context.ts#Context',
        importExtension: '.ts',
        useTypeImports: true,
        enumsAsTypes: true,
        defaultScalarType: 'unknown',
        scalars: {
          ID: { input: 'string', output: 'string | number' },
          DateTime: { input: 'string', output: 'Date | string' },
          Decimal: { input: 'string', output: 'string' },
        },
        mappers: {
          Snapshot: '../snapshots/service.ts#Snapshot as SnapshotSource',
          Segment: '../segments/service.ts#Segment as SegmentSource',
          Dimension: '../segments/service.ts#SegmentDimension',
          SegmentSummary: '../segments/service.ts#SegmentSummary as SegmentSummarySource',
          DimensionInsight: '../insights/service.ts#DimensionInsight as DimensionInsightSource',
          Insights: '../insights/service.ts#Insights as InsightsSource',
          User: '../users/service.ts#User as UserSource',
          UserConnection: '../users/resolvers.ts#UserConnectionSource',
          Run: '../runs/service.ts#Run as RunSource',
          Principal: '../auth/principal.ts#Principal as PrincipalSource',
        },
      },
    },
  },
};

export default config;
