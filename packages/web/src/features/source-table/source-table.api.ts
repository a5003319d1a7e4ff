import { api } from '../../api/api.ts';
import type { Answer, SourcePage } from '../../api/types.ts';

type Params = Readonly<Record<string, string | number>>;

export const tableApi = api.injectEndpoints({
  endpoints: (build) => ({
    getSourceTable: build.query<SourcePage, Params>({
      query: (params) => ({ url: 'sources', params }),
      providesTags: [{ type: 'Source', id: 'LIST' }],
    }),
    // Changes of many objects: the table is read anew once, when all are done.
    bulkGroups: build.mutation<
      unknown,
      {
        readonly objId: string;
        readonly add: readonly number[];
        readonly remove: readonly number[];
      }
    >({
      query: ({ objId, add, remove }) => ({
        url: 'source_groups',
        method: 'POST',
        body: { objId, inviteGroupIds: add, unsaveGroupIds: remove },
      }),
    }),
    bulkTag: build.mutation<Answer<'createObjTag'>, Readonly<Record<string, unknown>>>({
      query: (body) => ({ url: 'objtag', method: 'POST', body }),
    }),
    bulkClassify: build.mutation<Answer<'createClassification'>, Readonly<Record<string, unknown>>>(
      {
        query: (body) => ({ url: 'classification', method: 'POST', body }),
      },
    ),
    bulkList: build.mutation<Answer<'createListing'>, Readonly<Record<string, unknown>>>({
      query: (body) => ({ url: 'listing', method: 'POST', body }),
    }),
    bulkDelete: build.mutation<unknown, string>({
      query: (url) => ({ url, method: 'DELETE', body: {} }),
    }),
  }),
});

export const { useGetSourceTableQuery } = tableApi;
