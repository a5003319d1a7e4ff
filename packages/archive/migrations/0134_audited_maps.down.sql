DROP TRIGGER audited_insert ON sky_maps;
DROP TRIGGER audited_update ON sky_maps;
DROP TRIGGER audited_delete ON sky_maps;
DROP TRIGGER audited_insert ON alert_labels;
DROP TRIGGER audited_update ON alert_labels;
DROP TRIGGER audited_delete ON alert_labels;
