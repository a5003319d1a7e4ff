import type { FollowupRuleRun, RuleOutcome } from '@fritz/archive';
import { naiveUtc } from '@fritz/contract';

/** What a rule did of an object. */
export function presentRun({ created_at, ...rest }: FollowupRuleRun) {
  return { ...rest, created_at: naiveUtc(created_at) };
}

/** What a rule would do of an object. */
export function presentOutcome({ outcome, words, requestId }: RuleOutcome) {
  return { outcome, words, request_id: requestId };
}
