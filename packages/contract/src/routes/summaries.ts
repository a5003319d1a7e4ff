import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';

export const listObjSummaries = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/summaries',
  tags: ['sources'],
  summary: 'What was said of an object in a few sentences, last first: the first is in force',
  params: closed({ id: objectId }),
  response: Type.Array(
    closed({
      summary: nullable(Type.String({ description: 'null: it was taken back' })),
      is_bot: Type.Boolean({ description: 'Whether a model wrote it' }),
      set_by_user_id: rowId('Who set it, or asked the model'),
      set_at_utc: datetime('When'),
    }),
  ),
});
