import type pg from 'pg';

/** A column as the catalogs describe it. */
export interface ColumnEntry {
  table: string;
  name: string;
  /** As PostgreSQL writes it, such as `real[]` or `character varying(8)`. */
  type: string;
  isNullable: boolean;
  default: string | null;
  /** 'a' always, 'd' by default, '' not an identity. */
  identity: string;
  /** 's' stored, 'v' virtual, '' not generated. */
  generated: string;
}

/** A table, partitioned table, view or materialised view of the schema; partitions are left out. */
export interface TableEntry {
  name: string;
  kind: 'r' | 'p' | 'v' | 'm';
  partitionKey: string | null;
  isRowSecure: boolean;
  isRowSecurityForced: boolean;
  options: string[] | null;
  definition: string | null;
}

/** A named piece of SQL that belongs to a table. */
export interface PieceEntry {
  table: string;
  text: string;
}

const ofSchema = `n.nspname = 'fritz' AND NOT c.relispartition`;

/** Tables and views in order of their names. */
export async function readTables(client: pg.ClientBase): Promise<TableEntry[]> {
  const found = await client.query(
    `SELECT c.relname AS name, c.relkind AS kind, pg_get_partkeydef(c.oid) AS "partitionKey",
            c.relrowsecurity AS "isRowSecure", c.relforcerowsecurity AS "isRowSecurityForced",
            c.reloptions AS options,
            CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${ofSchema} AND c.relkind IN ('r', 'p', 'v', 'm')
      ORDER BY c.relname COLLATE "C"`,
  );
  return found.rows;
}

/** Columns in the order of their tables' definitions. */
export async function readColumns(client: pg.ClientBase): Promise<ColumnEntry[]> {
  const found = await client.query(
    `SELECT c.relname AS "table", a.attname AS name,
            format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS "isNullable",
            pg_get_expr(d.adbin, d.adrelid) AS "default",
            a.attidentity AS identity, a.attgenerated AS generated
       FROM pg_attribute a
       JOIN pg_class c ON c.oid = a.attrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE ${ofSchema} AND c.relkind IN ('r', 'p', 'v', 'm')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY c.relname COLLATE "C", a.attnum`,
  );
  return found.rows;
}

/** Primary, unique, check, foreign and exclusion constraints; NOT NULL stands with the columns. */
export async function readConstraints(client: pg.ClientBase): Promise<PieceEntry[]> {
  const found = await client.query(
    `SELECT c.relname AS "table",
            'CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) AS text
       FROM pg_constraint k
       JOIN pg_class c ON c.oid = k.conrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${ofSchema} AND k.contype IN ('p', 'u', 'c', 'f', 'x')
        -- A foreign key to a partitioned table has a copy per partition.
        AND k.conparentid = 0
      ORDER BY c.relname COLLATE "C", array_position('{p,u,x,c,f}', k.contype::text),
               k.conname COLLATE "C"`,
  );
  return found.rows;
}

/** Indexes that are not made by a constraint. */
export async function readIndexes(client: pg.ClientBase): Promise<PieceEntry[]> {
  const found = await client.query(
    `SELECT c.relname AS "table", pg_get_indexdef(i.indexrelid) AS text
       FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${ofSchema}
        AND NOT EXISTS (SELECT FROM pg_constraint k
                         WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
      ORDER BY c.relname COLLATE "C", pg_get_indexdef(i.indexrelid) COLLATE "C"`,
  );
  return found.rows;
}

/** Row-level security policies with their expressions. */
export async function readPolicies(client: pg.ClientBase): Promise<PieceEntry[]> {
  const found = await client.query(
    `SELECT c.relname AS "table",
            format('CREATE POLICY %I ON %I AS %s FOR %s TO %s', p.polname, c.relname,
                   CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                   CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                     WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                   (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC'
                                           ELSE role::regrole::text END, ', ' ORDER BY role)
                      FROM unnest(p.polroles) role))
              || coalesce(E'\\n  USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
              || coalesce(E'\\n  WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
              AS text
       FROM pg_policy p
       JOIN pg_class c ON c.oid = p.polrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${ofSchema}
      ORDER BY c.relname COLLATE "C", p.polname COLLATE "C"`,
  );
  return found.rows;
}

/** Triggers that people made. */
export async function readTriggers(client: pg.ClientBase): Promise<PieceEntry[]> {
  const found = await client.query(
    `SELECT c.relname AS "table", pg_get_triggerdef(t.oid) AS text
       FROM pg_trigger t
       JOIN pg_class c ON c.oid = t.tgrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${ofSchema} AND NOT t.tgisinternal
      ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`,
  );
  return found.rows;
}

const privilegeList = `string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type)`;
const grantee = `CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END`;

/** Grants on tables and columns to others than the owner. */
export async function readTableGrants(client: pg.ClientBase): Promise<PieceEntry[]> {
  const found = await client.query(
    `SELECT "table", text FROM (
       SELECT c.relname AS "table",
              format('GRANT %s ON %I TO %s', ${privilegeList}, c.relname, ${grantee}) AS text
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
              aclexplode(c.relacl) x
        WHERE ${ofSchema} AND c.relkind IN ('r', 'p', 'v', 'm') AND x.grantee <> c.relowner
        GROUP BY c.relname, x.grantee
       UNION ALL
       SELECT c.relname,
              format('GRANT %s (%s) ON %I TO %s', x.privilege_type,
                     string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
                     c.relname, ${grantee})
         FROM pg_attribute a
         JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace,
              aclexplode(a.attacl) x
        WHERE ${ofSchema} AND x.grantee <> c.relowner
        GROUP BY c.relname, x.grantee, x.privilege_type) grants
      ORDER BY "table" COLLATE "C", text COLLATE "C"`,
  );
  return found.rows;
}

/** Functions with their grants, types, stand-alone sequences and the schema's own grants. */
export async function readFreePieces(client: pg.ClientBase): Promise<string[]> {
  const found = await client.query<{ text: string }>(
    `SELECT text FROM (
       SELECT 0 AS part, '' AS name,
              format('GRANT %s ON SCHEMA fritz TO %s', ${privilegeList}, ${grantee}) AS text
         FROM pg_namespace n, aclexplode(n.nspacl) x
        WHERE n.nspname = 'fritz' AND x.grantee <> n.nspowner
        GROUP BY x.grantee
       UNION ALL
       SELECT 1, t.typname, CASE t.typtype
                WHEN 'e' THEN format('CREATE TYPE %I AS ENUM (%s)', t.typname,
                  (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                     FROM pg_enum WHERE enumtypid = t.oid))
                WHEN 'd' THEN format('CREATE DOMAIN %I AS %s%s', t.typname,
                  format_type(t.typbasetype, t.typtypmod),
                  (SELECT string_agg(' ' || pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
                     FROM pg_constraint k WHERE k.contypid = t.oid))
                ELSE format('CREATE TYPE %I AS (%s)', t.typname,
                  (SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod),
                                     ', ' ORDER BY attnum)
                     FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0)) END
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = 'fritz' AND (t.typtype IN ('e', 'd') OR t.typtype = 'c'
              AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c')
       UNION ALL
       SELECT 2, c.relname, format('CREATE SEQUENCE %I AS %s', c.relname, s.data_type)
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_sequences s ON s.schemaname = n.nspname AND s.sequencename = c.relname
        WHERE n.nspname = 'fritz' AND c.relkind = 'S'
          AND NOT EXISTS (SELECT FROM pg_depend d
                           WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                             AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)
       UNION ALL
       SELECT 3, p.proname || pg_get_function_identity_arguments(p.oid),
              rtrim(CASE WHEN p.prokind = 'a' THEN format('-- aggregate %I(%s)', p.proname,
                           pg_get_function_identity_arguments(p.oid))
                         ELSE pg_get_functiondef(p.oid) END, E'\\n')
              || coalesce((SELECT string_agg(line, '' ORDER BY line COLLATE "C") FROM (
                   SELECT format(E'\\n-- %s: EXECUTE', ${grantee}) AS line
                     FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
                    WHERE x.grantee <> p.proowner) grants), '')
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'fritz'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
     ) pieces ORDER BY part, name COLLATE "C", text COLLATE "C"`,
  );
  return found.rows.map((row) => row.text);
}
