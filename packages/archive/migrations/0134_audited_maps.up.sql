-- Who sends and removes sky maps is told; so is what is said of alerts.
SELECT audit('sky_maps', kind => 'sky map', id => 'id', about_user => 'owner_id',
  about_audience => 'audience_id', kept => '{dateobs,name,tags,owner_id,audience_id}');
SELECT audit('alert_labels', kind => 'alert label', id => 'id', about_user => 'author_id',
  about_audience => 'audience_id', kept => '{survey,candid,object_id,kind,name,value,author_id}');
