#!/bin/sh
# Runs once, when the server's volume is empty: makes the database of E-Layanan and the role that owns it. The role is
# no superuser; it may do anything inside its database (its migrations run with it) and nothing outside.
# The order of text is that of its code points, as in SQLite, and does not change with the operating system's.
set -eu

psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv password ELAYANAN_DATABASE_PASSWORD
CREATE ROLE elayanan LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE elayanan OWNER elayanan TEMPLATE template0 ENCODING 'UTF8'
  LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE elayanan, postgres FROM PUBLIC;
SQL
