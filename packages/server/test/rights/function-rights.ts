/**
 * The functions that the application's role may execute although they run with the owner's rights
 * (SECURITY DEFINER), each with why it may: one entry per function, a missing one fails the build.
 */
export const definerFunctions: Readonly<Record<string, string>> = {
  // Who the viewer is and what his key permits: of himself alone.
  viewer_id: 'the viewer',
  viewer_key_id: 'the key in hand',
  own_token_id: 'the id of a token of one’s own, by its secret',
  viewer_acls: "the viewer's permissions",
  viewer_has: 'one of them',
  viewer_ends_at: 'when the key in hand ends',
  viewer_is_whole: 'whether nothing narrows it',
  viewer_outranks: 'whether it carries as much as another of his',
  viewer_groups: "the viewer's groups",
  viewer_admin_groups: 'those that he administers',
  viewer_saving_groups: 'those that he may save to',
  viewer_streams: 'the streams that were given to him',
  visible_audiences: 'the audiences that he belongs to',
  visible_filters: 'the filters that he sees',
  visible_programs: 'the programmes whose alerts he sees',
  visible_streams: 'the streams that he may read',
  viewer_may_address: 'whether he is in all groups of an audience',
  viewer_administers: 'whether he is an admin of one of them',
  viewer_may_grant: 'whether a key would be no wider than his',
  viewer_may_grant_to: 'the same for a key of somebody else',
  viewer_manages_user: 'whether he may change an account',
  viewer_may_give_role: 'whether he has what a role carries',
  viewer_may_give_end: 'whether an account may outlive the key in hand',
  viewer_may_give_acl: 'whether he has a permission to give',
  viewer_may_enroll: 'whether he may take others into groups and streams',

  // Sessions and keys: each proves itself by a secret that it is given.
  redeem_link: 'exchanges a secret link for a session',
  open_session: 'opens a session for the key in hand',
  end_session: 'ends the session in hand',
  note_key_use: 'notes that the key in hand is used, and its owner here',
  sweep_keys: 'forgets keys that ended a week ago; tells their number',
  change_token: 'asks whether the viewer may',
  open_identity_session: "asks for the server's secret",
  register_identity: "asks for the server's secret",
  link_identity: "asks for the server's secret and a whole session",
  unlink_identity: "of the viewer's own",

  // People: each asks whether the viewer manages the account.
  begin_user_change: 'of an account that the viewer manages',
  set_user_end: 'of an account that the viewer manages',
  deactivate_user: 'of an account that the viewer manages',
  activate_user: 'of an account that the viewer manages',
  delete_user: 'of an account that the viewer manages',
  enroll_managed_user: 'of an account that the viewer manages',
  rename_user: 'of an account that the viewer manages',
  user_details: "the viewer's own, or with Manage users",
  ended_users: 'whose account has ended: every viewer may know',
  update_profile: "the viewer's own",

  // Invitations: of the viewer's own, or by the secret of the link.
  create_invitation: 'gives what the viewer may give',
  update_invitation: "of the viewer's own",
  renew_invitation: "of the viewer's own",
  withdraw_invitation: "of the viewer's own",
  void_invitations: "among those that the viewer's policies show",
  invitation_preview: 'by the secret of the link',
  accept_invitation: 'by the secret of the link',
  note_invitation_mail: "by the hash of the link's secret",

  // Facilities.
  sealed_credentials: 'of allocations that the viewer sees; the server alone opens them',

  // Groups and audiences.
  create_group: 'for a viewer with Upload data, who becomes its admin',
  holds_group_streams: 'of himself, or for who manages the group',
  members_without_stream: 'for the admins of the group who may read the stream',
  intern_audience: 'for a viewer, names a set of groups; who is in them sees by it, nobody else',
  readdressed_audience: 'the same for the audience of a point that one sees, and other groups',
  series_audience: 'the same for a series of one’s own, with Upload data',
  upload_photometry: 'points of one’s own of objects that one sees, with Upload data',
  public_audiences: 'what everybody sees',
  access_ways: 'of what the viewer sees himself',
  adopt_obj: 'for who sees alerts of it, with Upload data',
  create_obj: 'for groups that the viewer may save to, with Upload data',
  request_source: 'of an object and a group that he sees, with Upload data',
  adopt_photometry: 'once, in the transaction of the adoption, with Upload data',
  batches_since: 'ids of batches: counts of filters one sees name them',
  filter_failures: 'failures of filters that the viewer sees, on alerts of programmes that he sees',
  viewer_may_tell: 'whether he knows of every group of an audience',
  viewer_is_all_of: 'whether he is in every group of an audience',
  altered_tag_audience:
    'names a set of groups, as intern_audience does, from that of a tag he sees',
  objs_with_comment: 'of comments on objects, both of which the viewer sees',
  objs_with_annotation: 'of annotations of objects, both of which the viewer sees',
  whole_surveys: 'surveys of which the viewer sees every programme',
};
