import type { AuditEntry } from '../../api/types.ts';

type Say = (entry: AuditEntry) => string;

/** What stands for itself: by its name. */
const named: Readonly<Record<string, string>> = {
  installation_settings: 'installation',
  observing_runs: 'observing run',
  sky_maps: 'sky map',
  telescopes: 'telescope',
  instruments: 'instrument',
  alert_labels: 'label of an alert',
  allocations: 'allocation',
  analysis_services: 'analysis service',
  taxonomies: 'taxonomy',
  teams: 'team',
  obj_tag_options: 'tag',
  scan_reports: 'scan report',
  super_objs: 'object of several parts',
  obj_editions: 'object',
};

/** What hangs on something: on a source, an allocation, a service. */
const attached: Readonly<Record<string, string>> = {
  allocation_credentials: 'the credentials',
  allocation_users: 'a person to ask',
  annotations: 'an annotation',
  assignments: 'an assignment',
  calendar_keys: 'the address of a calendar',
  classification_votes: 'a vote on a class',
  classifications: 'a class',
  comment_attachments: 'an attachment',
  comments: 'a comment',
  default_analyses: 'a default analysis',
  default_followup_requests: 'a default follow-up request',
  followup_requests: 'a follow-up request',
  obj_summaries: 'a summary',
  obj_tags: 'a tag',
  photometric_series: 'a series of photometry',
  photometry_validations: 'a verdict on a point',
  source_interests: 'what he means to do',
  source_labels: 'a label',
  spectra: 'a spectrum',
  super_obj_members: 'a part',
  team_groups: 'a group',
  thumbnails: 'a picture',
};

function nameOf({ subject, subject_id, before, after }: AuditEntry): string {
  const name = after?.name ?? before?.name ?? subject ?? subject_id;
  return typeof name === 'string' && name !== '' ? ` ${name}` : ` ${subject_id}`;
}

/** The phrase for a change of what the marshal keeps; undefined for other tables. */
export function marshalPhrase(table: string, action: string): Say | undefined {
  const noun = named[table];
  if (noun !== undefined) {
    const verb = { insert: 'made', update: 'changed', delete: 'deleted' }[action] ?? action;
    return (entry) => `${verb} the ${noun}${nameOf(entry)}`;
  }
  const part = attached[table];
  if (part === undefined) return undefined;
  const [verb, to] =
    action === 'insert'
      ? ['added', 'to']
      : action === 'delete'
        ? ['deleted', 'of']
        : ['changed', 'of'];
  return ({ subject, subject_id }) => `${verb} ${part} ${to} ${subject ?? subject_id}`;
}
