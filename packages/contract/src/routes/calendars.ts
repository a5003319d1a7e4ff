import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, Type } from '../schema.ts';

export const getCalendar = defineRoute({
  method: 'GET',
  path: '/api/internal/calendar',
  tags: ['observing runs'],
  summary: 'Whether one has a calendar of one’s observing runs',
  response: closed({
    created_at: nullable(datetime('When its address was made; null: there is none')),
  }),
});

export const createCalendar = defineRoute({
  method: 'POST',
  path: '/api/internal/calendar',
  tags: ['observing runs'],
  summary: 'Make the address of a calendar of one’s runs; the one before ends',
  description:
    'An address for programs that subscribe to calendars (iCalendar): whoever has it sees one’s runs, without ' +
    'their targets, and nothing else. It is told once. Needs a session or token that nothing narrows.',
  response: closed({ url: Type.String() }),
});

export const deleteCalendar = defineRoute({
  method: 'DELETE',
  path: '/api/internal/calendar',
  tags: ['observing runs'],
  summary: 'End the address of one’s calendar',
  response: closed({}),
});

export const readCalendar = defineRoute({
  method: 'GET',
  path: '/api/calendar/{key}/runs.ics',
  tags: ['observing runs'],
  summary: 'The nights of somebody’s observing runs as a calendar, by its address',
  isPublic: true,
  params: closed({ key: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
  kind: 'bytes',
  response: Type.Unknown(),
});
