CREATE OR REPLACE FUNCTION on_note_changed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.modified_at := now();
  RETURN NEW;
END $$;
