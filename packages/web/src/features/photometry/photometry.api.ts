import { type PackedPhotometry, type PointVerdict, unpackPhotometry } from '@fritz/contract';
import { api } from '../../api/api.ts';
import { fetchPlain } from '../../api/fetch-plain.ts';
import { sessionExpired } from '../../api/session-events.ts';
import type { PhotometryPoint } from '../../api/types.ts';

type Asked = { readonly signal: AbortSignal; readonly dispatch: (action: object) => unknown };

/** Points of an object, or of those that it is linked with, too. */
async function fetchPoints(path: string, { signal, dispatch }: Asked) {
  const answer = await fetchPlain<PackedPhotometry>(`internal/photometry/${path}`, signal);
  if ('error' in answer) {
    if (answer.error.status === 401) dispatch(sessionExpired());
    return answer;
  }
  const points: readonly PhotometryPoint[] = unpackPhotometry(answer.data);
  // The store freezes what it is given down to the last value, but for what is frozen already: of
  // 10,000 points that is a quarter of a second on a phone.
  return { data: Object.freeze(points) };
}

const VALIDATED: Readonly<Record<PointVerdict, boolean | null>> = {
  valid: true,
  invalid: false,
  ambiguous: null,
};

/** Who judges many points has them read anew after the last. */
type Judgement = {
  readonly id: string;
  /** null takes it back. */
  readonly verdict: PointVerdict | null;
};

export const photometryApi = api.injectEndpoints({
  endpoints: (build) => ({
    getPhotometry: build.query<readonly PhotometryPoint[], string>({
      queryFn: (objId, asked) => fetchPoints(encodeURIComponent(objId), asked),
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
      keepUnusedDataFor: 60,
    }),
    getJointPhotometry: build.query<readonly PhotometryPoint[], string>({
      queryFn: (objId, asked) => fetchPoints(`${encodeURIComponent(objId)}?linked=true`, asked),
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
    }),
    /** Of several objects, one behind the other. */
    getOverlays: build.query<readonly PhotometryPoint[], readonly string[]>({
      queryFn: async (objIds, asked) => {
        const all = await Promise.all(
          objIds.map((objId) => fetchPoints(encodeURIComponent(objId), asked)),
        );
        const failed = all.find((one) => 'error' in one);
        if (failed !== undefined && 'error' in failed) return failed;
        return { data: Object.freeze(all.flatMap((one) => ('data' in one ? one.data : []))) };
      },
      providesTags: (_result, _error, objIds) =>
        objIds.map((id) => ({ type: 'Photometry' as const, id })),
    }),
    judgePoint: build.mutation<unknown, Judgement>({
      query: ({ id, verdict }) =>
        verdict === null
          ? { url: `photometry/${id}/validation`, method: 'DELETE' }
          : {
              url: `photometry/${id}/validation`,
              method: 'POST',
              body: { validated: VALIDATED[verdict] },
            },
    }),
    deletePoint: build.mutation<unknown, { readonly objId: string; readonly id: string }>({
      query: ({ id }) => ({ url: `photometry/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error, { objId }) =>
        error ? [] : [{ type: 'Photometry', id: objId }],
    }),
  }),
});

export const {
  useGetPhotometryQuery,
  useGetJointPhotometryQuery,
  useGetOverlaysQuery,
  useJudgePointMutation,
  useDeletePointMutation,
} = photometryApi;
