SELECT forbid_notes('spectra');
