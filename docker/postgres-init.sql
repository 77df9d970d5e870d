-- The app's three roles and its database, as local/postgres.ts makes them. PostgreSQL's image runs it once, on an empty
-- volume. The passwords are for this machine only: docker-compose.yml listens on 127.0.0.1 and nowhere else.
CREATE ROLE tenantry_owner LOGIN CREATEROLE PASSWORD 'tenantry';
CREATE ROLE tenantry_app LOGIN PASSWORD 'tenantry';
CREATE ROLE tenantry_system LOGIN PASSWORD 'tenantry';

-- As the owner is no superuser, the migration's GRANT needs its right to become the system's role given here.
GRANT tenantry_system TO tenantry_owner WITH INHERIT FALSE, SET TRUE;

CREATE DATABASE tenantry OWNER tenantry_owner;
