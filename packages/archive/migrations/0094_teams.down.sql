DROP TABLE team_groups, teams;
