DROP TABLE instrument_logs, instrument_fields, instruments, telescopes;
DROP FUNCTION on_instrument_filters(), viewer_manages_instruments(), are_bandpasses(text[]);
DROP TABLE bandpasses;
