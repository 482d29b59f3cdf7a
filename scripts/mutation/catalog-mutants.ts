import type pg from 'pg'

/** One guard of the database taken away. The name says which and is its key in `survivors.json`. */
export type SqlMutant = { name: string; sql: string }

/** Tables that hold neither money nor what money depends on. Any other table is mutated from the day it exists. */
const NOT_MONEY = [
  'consents',
  'document_versions',
  'job_runs',
  'leavers',
  'marketing_choices',
  'rate_limits',
  'sessions',
  'social_logins',
]

const APP_ROLE = 'pospay_app'

const MONEY_TABLE = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all ($1)`

/** Every constraint, unique index, required column, trigger and right of the money tables, one mutant each. */
export async function catalogMutants(client: pg.Client): Promise<SqlMutant[]> {
  const queries = [CONSTRAINTS, UNIQUE_INDEXES, REQUIRED_COLUMNS, TRIGGERS, TRIGGER_EVENTS, RIGHTS]
  const mutants: SqlMutant[] = []
  for (const query of queries) {
    const { rows } = await client.query<SqlMutant>(`${query} order by 1`, [NOT_MONEY])
    mutants.push(...rows)
  }
  for (const query of [DOMAIN_RULES, FUNCTION_RIGHTS, FUNCTION_SAFETY, SCHEMA_RIGHTS]) {
    mutants.push(...(await client.query<SqlMutant>(`${query} order by 1`)).rows)
  }
  return mutants
}

// CASCADE: a foreign key needs the unique constraint that it points at. Constraint triggers are among the triggers.
const CONSTRAINTS = `
  select format('constraint %s dropped', o.conname) as name,
    format('alter table %I drop constraint %I cascade', c.relname, o.conname) as sql
  from pg_constraint o join pg_class c on c.oid = o.conrelid
  where o.contype in ('c', 'u', 'f', 'x', 'p') and ${MONEY_TABLE}`

const DOMAIN_RULES = `
  select format('rule %s of domain %s dropped', o.conname, t.typname) as name,
    format('alter domain %I drop constraint %I', t.typname, o.conname) as sql
  from pg_constraint o join pg_type t on t.oid = o.contypid where t.typnamespace = 'public'::regnamespace`

const UNIQUE_INDEXES = `
  select format('unique index %s dropped', i.relname) as name, format('drop index %I', i.relname) as sql
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  where x.indisunique and not exists (select from pg_constraint where conindid = i.oid) and ${MONEY_TABLE}`

const REQUIRED_COLUMNS = `
  select format('%s.%s may be null', c.relname, a.attname) as name,
    format('alter table %I alter column %I drop not null', c.relname, a.attname) as sql
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where a.attnum > 0 and a.attnotnull and not a.attisdropped and a.attidentity = '' and ${MONEY_TABLE}
    and not exists (select from pg_constraint where conrelid = c.oid and contype = 'p' and a.attnum = any (conkey))`

// ALWAYS weakened to ORIGIN, and ORIGIN to REPLICA, which is nearly off.
const TRIGGERS = `
  select format('trigger %s %s', t.tgname, act.word) as name, format(act.sql, c.relname, t.tgname) as sql
  from pg_trigger t join pg_class c on c.oid = t.tgrelid, (values
    ('A', 'dropped', 'drop trigger %2$I on %1$I'), ('O', 'dropped', 'drop trigger %2$I on %1$I'),
    ('A', 'not ALWAYS', 'alter table %1$I enable trigger %2$I'),
    ('O', 'for replicas only', 'alter table %1$I enable replica trigger %2$I')) act (enabled, word, sql)
  where not t.tgisinternal and t.tgenabled::text = act.enabled and ${MONEY_TABLE}`

// A trigger for several events, without one of them; ALWAYS as before.
const TRIGGER_EVENTS = `
  select format('trigger %s without %s', t.tgname, event) as name,
    format('drop trigger %2$I on %1$I; %3$s; alter table %1$I enable %4$s trigger %2$I', c.relname, t.tgname,
      regexp_replace(pg_get_triggerdef(t.oid), '( OR )?\\m' || event || '\\M( OR )?',
        case when pg_get_triggerdef(t.oid) ~ ('OR ' || event || ' OR') then ' OR ' else ' ' end),
      case t.tgenabled when 'A' then 'always' else '' end) as sql
  from pg_trigger t join pg_class c on c.oid = t.tgrelid, unnest(array['INSERT', 'DELETE', 'UPDATE', 'TRUNCATE']) event
  where not t.tgisinternal and ${MONEY_TABLE}
    and substring(pg_get_triggerdef(t.oid) from '(.*) ON ') ~ (event || ' OR|OR ' || event)`

const RIGHTS = `
  select format('%s on %s granted', privilege, c.relname) as name,
    format('grant %s on %I to ${APP_ROLE}', privilege, c.relname) as sql
  from pg_class c, unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) privilege
  where not has_table_privilege('${APP_ROLE}', c.oid, privilege) and ${MONEY_TABLE}`

const OWN_FUNCTION = `p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
  and not exists (select from pg_depend where objid = p.oid and deptype = 'e')`

const FUNCTION_RIGHTS = `
  select format('execute on %s granted', p.proname) as name,
    format('grant execute on function %s to ${APP_ROLE}', p.oid::regprocedure) as sql
  from pg_proc p where not has_function_privilege('${APP_ROLE}', p.oid, 'execute') and ${OWN_FUNCTION}`

const FUNCTION_SAFETY = `
  select format('%s %s', p.proname, word) as name, format('alter function %s %s', p.oid::regprocedure, act) as sql
  from pg_proc p, lateral (values
    (p.prosecdef, 'with its caller''s rights', 'security invoker'),
    (p.proconfig is not null, 'on its caller''s search path', 'reset all')) x (there, word, act)
  where there and ${OWN_FUNCTION}`

const SCHEMA_RIGHTS = `select 'create in schema public granted' as name, 'grant create on schema public to ${APP_ROLE}' as sql`
