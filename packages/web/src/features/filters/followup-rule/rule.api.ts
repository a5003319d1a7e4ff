import { api } from '../../../api/api.ts';
import type { Answer } from '../../../api/types.ts';

export type RuleRun = Answer<'listFilterFollowups'>[number];
export type RuleTrial = Answer<'tryFilterFollowup'>[number];

/** A filter's setting `auto_followup`. */
export type RuleSettings = Readonly<Record<string, unknown>>;

type Change = {
  readonly id: number;
  readonly auto_followup: RuleSettings;
  readonly autosave?: boolean;
};

const ruleApi = api.injectEndpoints({
  endpoints: (build) => ({
    getRuleRuns: build.query<readonly RuleRun[], number>({
      query: (id) => `filters/${id}/followups`,
      providesTags: ['FollowupRule', { type: 'Followup', id: 'LIST' }],
    }),
    tryRule: build.mutation<
      readonly RuleTrial[],
      { readonly id: number; readonly settings: RuleSettings }
    >({
      query: ({ id, settings }) => ({
        url: `filters/${id}/followups/dry_run`,
        method: 'POST',
        body: { auto_followup: settings },
      }),
    }),
    setRule: build.mutation<unknown, Change>({
      query: ({ id, ...body }) => ({ url: `filters/${id}`, method: 'PATCH', body }),
      invalidatesTags: (_result, error, { id }) =>
        error === undefined
          ? [{ type: 'Filter', id }, { type: 'Filter', id: 'LIST' }, 'FollowupRule']
          : [],
    }),
  }),
});

export const { useGetRuleRunsQuery, useTryRuleMutation, useSetRuleMutation } = ruleApi;
