/**
 * Every error that the API answers with: a stable code, its HTTP status and the message that is
 * given where the thrower has none of its own. `docs/reference/errors.md` explains each of them.
 */
export const errorCodes = {
  invalid_json: { status: 400, message: 'The body is not JSON.' },
  bad_query: { status: 400, message: 'The query cannot be read.' },
  bad_spectrum_file: { status: 400, message: 'This file holds no spectrum that can be read.' },
  bad_sky_map: { status: 400, message: 'This is no sky map that can be read.' },
  bad_idempotency_key: {
    status: 400,
    message: 'An Idempotency-Key is 8 to 100 printable characters without blanks.',
  },
  not_authenticated: { status: 401, message: 'Log in, or send a token.' },
  invalid_credentials: { status: 401, message: 'The token or session is not valid (any more).' },
  link_unusable: { status: 401, message: 'This login link is unknown, used, or too old.' },
  sign_in_stale: {
    status: 401,
    message: 'This sign-in took too long, or was begun in another window.',
  },
  sign_in_refused: { status: 401, message: 'The provider did not confirm who you are.' },
  invitation_unusable: {
    status: 403,
    message: 'This invitation is unknown, used, withdrawn, or too old: ask for a new one.',
  },
  permission_denied: { status: 403, message: 'You lack a permission that this needs.' },
  cross_origin: { status: 403, message: 'A change by cookie must come from the same site.' },
  not_group_member: { status: 403, message: 'You are not a member of this group.' },
  not_group_admin: { status: 403, message: 'Only an admin of this group may do this.' },
  cannot_save: { status: 403, message: 'You may not save to this group.' },
  token_too_wide: {
    status: 403,
    message: 'A token cannot carry more than the key that makes it.',
  },
  session_too_narrow: {
    status: 403,
    message: 'This session was opened with a token: sign in by a link or a provider to do this.',
  },
  not_invited: { status: 403, message: 'Nobody here knows this account: ask for an invitation.' },
  account_ended: { status: 403, message: 'Your account here has ended.' },
  rights_too_wide: {
    status: 403,
    message: 'Nobody gives rights that the key in hand does not carry.',
  },
  system_admin_only: {
    status: 403,
    message: 'Only a System admin changes the account of a System admin.',
  },
  cannot_enroll: {
    status: 403,
    message: 'You take others into groups that you administer, and give streams that you read.',
  },
  not_author: { status: 403, message: 'Only its author may change this.' },
  not_owner: { status: 403, message: 'Only the owner of this data may share it.' },
  cannot_share: {
    status: 403,
    message: 'Your membership of the group does not include sharing photometry.',
  },
  stream_photometry: {
    status: 403,
    message: 'The photometry of alerts is for those who may read their stream.',
  },
  not_found: { status: 404, message: 'There is no such thing, or you may not see it.' },
  route_not_found: { status: 404, message: 'There is no such route.' },
  method_not_allowed: { status: 405, message: 'This path does not know this method.' },
  acts_as_other: {
    status: 409,
    message: 'Somebody else is signed in here by now: this was not done.',
  },
  already_exists: { status: 409, message: 'There is one already.' },
  conflict: { status: 409, message: 'This does not fit with what is there.' },
  ambiguous_candid: {
    status: 409,
    message: 'More than one survey has an alert of this number: say which.',
  },
  same_survey: {
    status: 409,
    message: 'Objects of different surveys are linked, not two of one survey.',
  },
  nothing_saved: {
    status: 409,
    message: 'Nothing was saved in this time: there is nothing to report.',
  },
  last_admin: { status: 409, message: 'A group keeps at least one admin: name another one first.' },
  missing_streams: {
    status: 409,
    message: 'Who is in a group may read every stream that the group reads.',
  },
  stream_needed: {
    status: 409,
    message: 'A group of this user reads the stream: take him out of it first.',
  },
  stream_in_use: { status: 409, message: 'Filters read this stream: delete them first.' },
  idempotency_key_used: {
    status: 422,
    message: 'Something else was asked under this Idempotency-Key before: take a new one.',
  },
  identity_taken: { status: 409, message: 'This account signs in somebody else here already.' },
  last_way_in: { status: 409, message: 'This is your only way in: link another one first.' },
  last_system_admin: {
    status: 409,
    message: 'One account with “System admin” that does not end always remains.',
  },
  account_in_use: {
    status: 409,
    message: 'This account has made something that would be lost: deactivate it instead.',
  },
  changed_meanwhile: {
    status: 409,
    message: 'Somebody changed this since you read it: look at it again.',
  },
  not_configured: { status: 409, message: 'This server was not set up for that.' },
  body_too_large: { status: 413, message: 'The body is too large: send it in parts.' },
  unsupported_media_type: { status: 415, message: 'Send JSON with content-type application/json.' },
  duplicate_photometry: {
    status: 409,
    message: 'Points that you see already are among these: PUT keeps them as they are.',
  },
  invalid_rows: { status: 422, message: 'Rows of the table are not as they should be.' },
  no_zero_point: { status: 422, message: 'A zero point is not known in this magnitude system.' },
  no_dust_map: {
    status: 422,
    message: 'There is no dust map here: give what was seen, without a correction.',
  },
  too_many_points: { status: 422, message: 'These are too many points: ask for less.' },
  invalid_request: { status: 422, message: 'The request is not as this route needs it.' },
  passes_too_much: {
    status: 409,
    message: 'This version passes more of the reference night than can be meant: insist, if it is.',
  },
  fails_too_much: {
    status: 409,
    message: 'This version fails on too many alerts of the reference night: mend it, or insist.',
  },
  invalid_pipeline: { status: 422, message: 'The filter cannot be compiled.' },
  run_too_long: {
    status: 422,
    message: 'The run took too long and was ended: ask for fewer alerts, or allow it more time.',
  },
  invalid_filter_settings: { status: 422, message: 'These settings of a filter cannot be kept.' },
  cutout_unreadable: {
    status: 422,
    message: 'This stamp cannot be drawn; ask for file_format=fits to get it as it was sent.',
  },
  followup_refused: {
    status: 422,
    message:
      'This is not sent to the facility: it would refuse it, or the allocation does not allow it.',
  },
  address_refused: { status: 422, message: 'This server does not call that address.' },
  credentials_unavailable: {
    status: 503,
    message: 'This server has no key to keep credentials with: its admin sets FRITZ_SECRET.',
  },
  credentials_unreadable: {
    status: 409,
    message: 'These credentials were sealed with another key: give them again, all of them.',
  },
  too_many_requests: { status: 429, message: 'Too many requests: wait a little.' },
  query_too_long: {
    status: 400,
    message: 'The query took longer than it may: ask for less, or have it done as a job.',
  },
  query_jobs_full: {
    status: 409,
    message: 'You have as many jobs as one may have: remove some.',
  },
  query_results_full: {
    status: 409,
    message: 'The results of your jobs take as much room as they may: remove some.',
  },
  result_out_of_sight: {
    status: 409,
    message: 'You do not see any more all that went into this result: have it done anew.',
  },
  token_too_narrow: {
    status: 403,
    message: 'A job is done with all that you may: order it with a key that carries as much.',
  },
  result_not_there: { status: 409, message: 'The job is not done: it has no result.' },
  runs_busy: { status: 503, message: 'Too many filters are being run just now: try again soon.' },
  internal: { status: 500, message: 'Something failed here; the log knows it by its id.' },
  outside_awaited: {
    status: 503,
    message: 'It is being fetched from a service outside: ask again in a second or two.',
  },
  outside_unavailable: {
    status: 502,
    message: 'A service outside does not answer as it should: try again in a while.',
  },
  provider_unavailable: {
    status: 503,
    message: 'The provider does not answer as it should: try again in a while.',
  },
  database_unavailable: { status: 503, message: 'The database is not reachable; try again.' },
  query_timeout: { status: 503, message: 'The query took too long; ask for less.' },
} as const satisfies Record<string, { status: number; message: string }>;

/** A stable error code of the API. */
export type ErrorCode = keyof typeof errorCodes;
