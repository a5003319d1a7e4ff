DROP TABLE spectrum_files, spectrum_people, spectra;
DROP FUNCTION viewer_may_change_spectrum(integer), on_spectrum_told(), on_spectrum_readdressed(),
  wider_spectrum_audience(integer, integer[]), viewer_may_publish(integer, integer);
