-- Who makes a team, and what groups it has, is told; so is whom an allocation names for its questions.
SELECT audit('teams', kind => 'team', id => 'id', kept => '{name,description,created_by}');
SELECT audit('team_groups', kind => 'team', id => 'team_id', kept => '{team_id,group_id}',
  about_group => 'group_id');
SELECT audit('allocation_users', kind => 'allocation', id => 'allocation_id',
  kept => '{allocation_id,user_id}', about_user => 'user_id');
