import { defineRoute } from '../route.ts';
import { closed, rowId, Type } from '../schema.ts';

export const exportGroup = defineRoute({
  method: 'GET',
  path: '/api/groups/{id}/export',
  tags: ['groups'],
  summary: 'The sources of a group, or the light curves of them all, as one table',
  description:
    'Of the sources that the group has saved and you may see. `photometry` is a line a point, by source ' +
    'and time, in AB magnitudes and µJy; `sources` a line a source, and as `tns` in the columns of the ' +
    'CSV that the Transient Name Server’s search gives. Parquet is compressed by Zstandard.',
  kind: 'bytes',
  params: closed({ id: rowId('The group') }),
  query: closed({
    content: Type.Optional(Type.Enum(['photometry', 'sources'], { default: 'photometry' })),
    file_format: Type.Optional(Type.Enum(['csv', 'parquet', 'tns'], { default: 'csv' })),
  }),
  response: Type.String({ format: 'binary' }),
});
