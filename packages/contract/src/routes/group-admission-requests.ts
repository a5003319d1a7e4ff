import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

const idParams = closed({ id: rowId('The request') });
const status = Type.Enum(['pending', 'accepted', 'declined']);

/** A request to join a group, as whoever may know of it sees it. */
export const admissionRequest = closed({
  id: rowId('The request'),
  user_id: rowId('Who asks'),
  group_id: rowId('The group to join'),
  status,
  created_at: datetime('When it was made'),
  modified: datetime('When it was decided'),
  user: closed({
    id: rowId('Who asks'),
    username: Type.String(),
    first_name: nullable(Type.String()),
    last_name: nullable(Type.String()),
  }),
  group_name: nullable(Type.String({ description: 'Where the viewer knows of the group' })),
  can_decide: Type.Boolean({ description: 'Whether the viewer may accept or decline it' }),
});

export const listAdmissionRequests = defineRoute({
  method: 'GET',
  path: '/api/group_admission_requests',
  tags: ['groups'],
  summary: "The viewer's requests to join groups, and those to the groups that he manages",
  query: closed({ groupID: Type.Optional(rowId('Only those to this group')) }),
  response: Type.Array(admissionRequest),
});

export const getAdmissionRequest = defineRoute({
  method: 'GET',
  path: '/api/group_admission_requests/{id}',
  tags: ['groups'],
  summary: 'One request to join a group',
  params: idParams,
  response: admissionRequest,
});

export const createAdmissionRequest = defineRoute({
  method: 'POST',
  path: '/api/group_admission_requests',
  tags: ['groups'],
  summary: 'Ask to join a group, all of whose streams one may read',
  body: closed({
    groupID: rowId('The group'),
    userID: Type.Optional(rowId('The viewer: nobody asks for another')),
  }),
  response: closed({
    id: rowId('The request'),
    status: Type.Enum(['pending', 'accepted', 'declined'], {
      description: 'accepted where the group takes in whoever asks',
    }),
  }),
  examples: { body: { groupID: 7, userID: 3 }, response: { id: 12, status: 'pending' } },
});

export const updateAdmissionRequest = defineRoute({
  method: 'PATCH',
  path: '/api/group_admission_requests/{id}',
  tags: ['groups'],
  summary: 'Accept or decline a request; who is accepted is a member',
  acl: 'Upload data',
  params: idParams,
  body: closed({ status }),
  response: admissionRequest,
  examples: { body: { status: 'accepted' } },
});

export const deleteAdmissionRequest = defineRoute({
  method: 'DELETE',
  path: '/api/group_admission_requests/{id}',
  tags: ['groups'],
  summary: 'Withdraw a request of one\u2019s own',
  params: idParams,
  response: closed({}),
});
