import { api } from '../../api/api.ts';
import type { AuditPage } from '../../api/types.ts';

/** Which changes are shown; '' and null: all. */
export type HistorySearch = {
  /** Of this object and anything of it; '': of all. */
  readonly objId: string;
  readonly kind: string;
  readonly groupId: number | null;
  readonly actorId: number | null;
  readonly userId: number | null;
  /** Days, UTC; the last one is shown, too. */
  readonly since: string;
  readonly until: string;
};

const dayMs = 86_400_000;

/** The conditions as the API takes them. */
export function auditParams(search: HistorySearch): Record<string, string | number> {
  const { objId, kind, groupId, actorId, userId, since, until } = search;
  return {
    ...(objId === '' ? {} : { objID: objId }),
    ...(kind === '' ? {} : { kind }),
    ...(groupId === null ? {} : { groupID: groupId }),
    ...(actorId === null ? {} : { actorID: actorId }),
    ...(userId === null ? {} : { userID: userId }),
    ...(since === '' ? {} : { since }),
    ...(until === ''
      ? {}
      : { until: new Date(Date.parse(until) + dayMs).toISOString().slice(0, 10) }),
  };
}

export const historyApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAudit: build.query<AuditPage, { search: HistorySearch; cursor: string | null }>({
      query: ({ search, cursor }) => ({
        url: 'audit',
        params: { ...auditParams(search), ...(cursor === null ? {} : { cursor }) },
      }),
      providesTags: (_result, _error, { search }) => [{ type: 'Source', id: search.objId }],
      keepUnusedDataFor: 0,
    }),
  }),
});

export const { useGetAuditQuery } = historyApi;
