-- A temporary table is found before one of the schema, also by the functions that run as the system's role. The app makes
-- none, so nobody may.
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;
