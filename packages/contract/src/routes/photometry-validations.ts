import { defineRoute } from '../route.ts';
import { closed, int64, nullable, Type } from '../schema.ts';

const params = closed({ id: int64('The point') });
const text = Type.Optional(nullable(Type.String({ maxLength: 10_000 })));
const response = closed({ id: int64('The verdict') });
const body = closed({
  validated: Type.Optional(
    nullable(Type.Boolean({ description: 'Whether it is to be believed; null: ambiguous' })),
  ),
  explanation: text,
  notes: text,
});
const route = {
  path: '/api/photometry/{id}/validation',
  tags: ['photometry'],
  acl: 'Manage sources' as const,
  params,
  response,
};

export const makeValidation = defineRoute({
  ...route,
  method: 'POST',
  summary: 'Judge a point of photometry, or judge it again',
  body,
  ignored: { body: ['magsys'] },
});

export const updateValidation = defineRoute({
  ...route,
  method: 'PATCH',
  summary: 'Change the verdict on a point of photometry; what is not named stays',
  body,
  ignored: { body: ['magsys'] },
});

export const deleteValidation = defineRoute({
  ...route,
  method: 'DELETE',
  summary: 'Take the verdict on a point of photometry back',
});
