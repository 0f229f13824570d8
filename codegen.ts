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
          Explanation: '../users/service.ts#Explanation as ExplanationSource',
          DimensionExplanation: '../users/service.ts#ExplainedDimension',
          SegmentChange: '../users/service.ts#SegmentChange as SegmentChangeSource',
          RuleExplanation: '../rules/trace.ts#RuleTrace',
          ConditionLine: '../rules/trace.ts#ConditionLine as ConditionLineSource',
          ScoreExplanation: '../rules/trace.ts#ScoreTrace',
          ScoreComponent: '../rules/trace.ts#ComponentTrace',
          Export: '../exports/service.ts#Export as ExportSource',
          ExportFile: '../exports/resolvers.ts#ExportFileSource',
          Run: '../runs/service.ts#Run as RunSource',
          Import: '../imports/service.ts#ImportRecord',
          RuleSet: '../rulesets/service.ts#RuleSetEntry as RuleSetSource',
          RuleSetDifference: '../rulesets/service.ts#Difference as RuleSetDifferenceSource',
          RuleSetPreview: '../rulesets/service.ts#Preview as RuleSetPreviewSource',
          DimensionPreview: '../rulesets/service.ts#DimensionPreview as DimensionPreviewSource',
          SegmentPreview: '../rulesets/service.ts#SegmentPreview as SegmentPreviewSource',
          Calibration: '../rulesets/service.ts#Calibration as CalibrationSource',
          Destination: '../destinations/service.ts#Destination as DestinationSource',
          Principal: '../auth/principal.ts#Principal as PrincipalSource',
          ApiKey: '../auth/keys.ts#KeyInfo',
          AuditEntry: '../auth/audit.ts#AuditEntry as AuditEntrySource',
          AuditEntryConnection: '../auth/audit.ts#AuditPage',
        },
      },
    },
  },
};

export default config;
