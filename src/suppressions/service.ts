// Suppressions and consent: who must not be contacted, and why.
export {
  type Eligibility,
  type EligibilityOptions,
  eligibilityCases,
  LEFT_OUT_REASONS,
  type LeftOutReason,
} from './queries/eligibility.ts';
