import type {
  ExplainedCondition as Condition,
  FieldType,
  ExplainedOperand as Operand,
} from '@fritz/mql';
import { api } from '../../api/api.ts';
import type { Answer, FilterHistory, FilterSummary } from '../../api/types.ts';

export type FunnelRun = Answer<'runFunnel'>;
export type Funnel = FunnelRun['funnel'];
export type DiffRun = Answer<'runDiff'>;
type Explained = Answer<'explainFilter'>;
/** The language's own answer, its long integers as digits. */
export type ExplainedCondition = Omit<Condition, 'parts' | 'cause' | 'operands' | 'expected'> & {
  readonly parts: readonly ExplainedCondition[];
  readonly cause?: ExplainedCondition | null;
  readonly operands: readonly (Omit<Operand, 'seen'> & {
    readonly seen: { readonly type: string; readonly value: unknown };
  })[];
};
export type ExplainedStage = Omit<Explained['explanation']['stages'][number], 'condition'> & {
  readonly condition: ExplainedCondition | null;
};
export type ExplainedAlert = Omit<Explained, 'explanation'> & {
  readonly explanation: Omit<Explained['explanation'], 'stages'> & {
    readonly stages: readonly ExplainedStage[];
  };
};

export type NewFilter = {
  readonly name: string;
  readonly group_id: number;
  readonly stream_id: number;
};

function filterTags(id: number) {
  return [
    { type: 'Filter' as const, id },
    { type: 'Filter' as const, id: 'LIST' },
  ];
}

/** A field as the language's checks take it. */
function readField({
  radius_arcsec: radiusArcsec,
  is_past: isPast,
  ...field
}: Answer<'getFilterFields'>[number]): FieldType {
  return {
    ...field,
    ...(radiusArcsec === undefined ? {} : { radiusArcsec }),
    ...(isPast ? { isPast: true } : {}),
  };
}

export const filtersApi = api.injectEndpoints({
  endpoints: (build) => ({
    getFilters: build.query<readonly FilterSummary[], void>({
      query: () => 'filters',
      providesTags: [{ type: 'Filter', id: 'LIST' }],
      keepUnusedDataFor: 600,
    }),
    getFilterHistory: build.query<FilterHistory, number>({
      query: (id) => `filters/${id}/v`,
      providesTags: (_result, _error, id) => [{ type: 'Filter', id }],
    }),
    createFilter: build.mutation<{ id: number }, NewFilter>({
      query: (body) => ({ url: 'filters', method: 'POST', body }),
      invalidatesTags: [{ type: 'Filter', id: 'LIST' }],
    }),
    renameFilter: build.mutation<unknown, { id: number; name: string }>({
      query: ({ id, name }) => ({ url: `filters/${id}`, method: 'PATCH', body: { name } }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : filterTags(id)),
    }),
    deleteFilter: build.mutation<unknown, number>({
      query: (id) => ({ url: `filters/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : [{ type: 'Filter', id: 'LIST' }]),
    }),
    getFilterFields: build.query<readonly FieldType[], number>({
      query: (id) => `filters/${id}/fields`,
      transformResponse: (fields: Answer<'getFilterFields'>) => fields.map(readField),
      keepUnusedDataFor: 3600,
    }),
    setActive: build.mutation<unknown, { id: number; active?: boolean; active_fid?: string }>({
      query: ({ id, ...body }) => ({ url: `filters/${id}/v`, method: 'PATCH', body }),
      invalidatesTags: (_result, _error, { id }) => filterTags(id),
    }),
  }),
});

export const {
  useGetFiltersQuery,
  useGetFilterHistoryQuery,
  useCreateFilterMutation,
  useRenameFilterMutation,
  useDeleteFilterMutation,
  useGetFilterFieldsQuery,
  useSetActiveMutation,
} = filtersApi;

/** Reads a filter anew: a version of it was saved. */
export function filterSaved(id: number) {
  return filtersApi.util.invalidateTags(filterTags(id));
}
