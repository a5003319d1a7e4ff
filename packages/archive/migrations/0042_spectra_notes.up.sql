-- Comments and annotations on spectra.
SELECT allow_notes('spectra', relation => 'spectra', id_type => 'integer', obj_column => 'obj_id');
