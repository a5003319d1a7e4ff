DROP TRIGGER sums_emptied ON photometry;
DROP TRIGGER photometry_stays ON instruments;
DROP TRIGGER photometry_renamed ON instruments;
DROP TRIGGER photometry_stays ON audiences;
DROP TRIGGER photometry_renamed ON audiences;
DROP TRIGGER photometry_stays ON users;
DROP TRIGGER photometry_stays ON obj_names;
DROP TRIGGER photometry_left ON users;
DROP TRIGGER photometry_ends ON obj_names;
DROP TRIGGER references_changed ON photometry;
DROP TRIGGER references_added ON photometry;
DROP FUNCTION on_photometry_emptied(), on_photometry_needed(), on_photometry_owner_removed(),
  on_photometry_obj_removed(), on_photometry_referring_anew(), on_photometry_referring(),
  demand_photometry_references(text[], text[], integer[], integer[]), demand_newest_look();
DROP POLICY counts_changed ON photometry;
DROP POLICY counts_removed ON photometry;
ALTER TABLE photometry
  ADD CONSTRAINT photometry_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audiences (id),
  ADD CONSTRAINT photometry_instrument_fkey FOREIGN KEY (instrument) REFERENCES instruments (name) NOT VALID,
  ADD CONSTRAINT photometry_obj_id_fkey FOREIGN KEY (obj_id) REFERENCES obj_names (id) ON DELETE CASCADE,
  ADD CONSTRAINT photometry_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE SET NULL;
