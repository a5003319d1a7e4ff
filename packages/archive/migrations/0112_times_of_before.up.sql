-- What is taken over from another marshal keeps the time at which it was last changed there: who may set
-- the column, which requests may not, says it.
CREATE OR REPLACE FUNCTION on_note_changed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NEW.modified_at = OLD.modified_at THEN NEW.modified_at := now(); END IF;
  RETURN NEW;
END $$;
