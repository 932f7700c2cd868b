import type { MigrationInterface, QueryRunner } from 'typeorm'
import { itemMayGoOn, writeMayGoOn } from '../waiting.js'
import { changeLogTending } from './retention.js'

/** Tables that carry a tenant's data; each gets the same row-level security (design §8). */
export const tenantTables = [
  'connection',
  'flow',
  'participant',
  'mapping_override',
  'mapping_version',
  'record',
  'record_key',
  'record_alias',
  'link',
  'not_same',
  'run',
  'plan',
  'observation',
  'operation',
  'review',
  'nudge',
  'listed',
  'missing',
  'change_log',
  'audit',
] as const

// Tables that a page writes in batches carry no foreign keys but the one that protects identity (link → record): each key
// costs a look-up per row, and row-level security already keeps rows within their tenant.
const tables = `
CREATE TABLE tenant (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  retention jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE connection (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL,
  connector text NOT NULL,
  config jsonb NOT NULL,
  secrets bytea,
  webhook bytea,
  webhook_at timestamptz,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'stopped')),
  problem jsonb,
  report jsonb,
  identity text,
  natural_keys boolean NOT NULL DEFAULT false,
  revision int NOT NULL DEFAULT 1,
  retry_at timestamptz,
  attempts int NOT NULL DEFAULT 0,
  lease_owner text,
  lease_until timestamptz,
  lease_epoch bigint NOT NULL DEFAULT 0,
  again boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, slug)
);
CREATE UNIQUE INDEX connection_identity ON connection (tenant_id, connector, identity) WHERE identity IS NOT NULL;

CREATE TABLE flow (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL,
  entity text NOT NULL,
  state text NOT NULL DEFAULT 'preview' CHECK (state IN ('preview', 'live', 'paused')),
  settings jsonb NOT NULL,
  basis jsonb,
  revision int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, slug)
);

CREATE TABLE participant (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  connection_id uuid NOT NULL REFERENCES connection,
  entity text NOT NULL,
  position int NOT NULL,
  reads boolean NOT NULL,
  writes boolean NOT NULL,
  filter jsonb NOT NULL DEFAULT '[]',
  interval_seconds int NOT NULL,
  cron text,
  time_zone text NOT NULL DEFAULT 'UTC',
  cursor jsonb,
  polled_at timestamptz,
  due_at timestamptz NOT NULL DEFAULT now(),
  first_contact_at timestamptz,
  basis jsonb,
  witnesses jsonb,
  allowance jsonb,
  held_by uuid,
  sweep_seconds int NOT NULL DEFAULT 86400,
  sweep_at timestamptz NOT NULL DEFAULT now() + interval '1 day',
  deletes_allowed int,
  UNIQUE (connection_id, entity),
  UNIQUE (flow_id, position)
);

CREATE TABLE mapping_override (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  connector text NOT NULL,
  entity text NOT NULL,
  version int NOT NULL,
  lines jsonb NOT NULL,
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, connector, entity, version)
);

CREATE TABLE mapping_version (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  version text NOT NULL,
  lines jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);

CREATE TABLE record (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity text NOT NULL,
  values jsonb NOT NULL,
  provenance jsonb NOT NULL,
  blocked jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  run_id uuid,
  title text NOT NULL,
  merged_into uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX record_page ON record (tenant_id, entity, title, id);
CREATE INDEX record_merged ON record (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE record_key (
  tenant_id uuid NOT NULL,
  entity text NOT NULL,
  key text NOT NULL,
  record_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, entity, key, record_id)
);
CREATE INDEX record_key_record ON record_key (record_id);

-- Markers of a record other than its own id: of an item whose record the hub does not know any more (restored backup).
CREATE TABLE record_alias (
  tenant_id uuid NOT NULL,
  marker uuid NOT NULL,
  record_id uuid NOT NULL REFERENCES record ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, marker)
);

CREATE TABLE link (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  record_id uuid NOT NULL REFERENCES record ON DELETE CASCADE,
  connection_id uuid NOT NULL,
  entity text NOT NULL,
  native_type text NOT NULL,
  external_id text NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'alias', 'out-of-scope', 'excluded', 'deleted')),
  rule text NOT NULL,
  seen jsonb NOT NULL,
  seen_hash text NOT NULL,
  sent jsonb NOT NULL,
  parts jsonb NOT NULL DEFAULT '{}',
  mapping text NOT NULL,
  changed_at bigint,
  version text,
  incarnation text,
  leaves text CHECK (leaves IN ('deleted', 'excluded')),
  run_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (connection_id, native_type, external_id)
);
-- One index for both: a record has one living link per native type, and all of a record's links are found by it. What follows
-- the record is one expression, because the planner reads the whole of an index on columns (a "skip scan") for look-ups by
-- connection and native type while it takes the table for empty, as vacuum finds it after a preview was taken back.
CREATE UNIQUE INDEX link_record ON link (record_id, (connection_id::text || ' ' || native_type ||
  CASE WHEN state IN ('active', 'out-of-scope') THEN '' ELSE ' ' || external_id END));

CREATE INDEX link_incarnation ON link (incarnation, connection_id, native_type) WHERE incarnation IS NOT NULL;

CREATE TABLE not_same (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  connection_id uuid NOT NULL REFERENCES connection ON DELETE CASCADE,
  native_type text NOT NULL,
  external_id text NOT NULL,
  record_id uuid NOT NULL REFERENCES record ON DELETE CASCADE,
  PRIMARY KEY (connection_id, native_type, external_id, record_id)
);

CREATE TABLE run (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  plan_id uuid,
  connection_id uuid REFERENCES connection ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('poll', 'full', 'preview', 'apply', 'look', 'sweep')),
  state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  stage int NOT NULL DEFAULT 0,
  cursor jsonb,
  counts jsonb NOT NULL DEFAULT '{}',
  error jsonb,
  cancel boolean NOT NULL DEFAULT false,
  asked_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz
);
CREATE INDEX run_open ON run (connection_id) WHERE state IN ('queued', 'running');
CREATE INDEX run_page ON run (tenant_id, created_at, id);
CREATE INDEX run_plan ON run (plan_id) WHERE plan_id IS NOT NULL;

CREATE TABLE plan (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  follows uuid REFERENCES plan ON DELETE SET NULL,
  undoes jsonb,
  state text NOT NULL CHECK (state IN ('collecting', 'ready', 'approved', 'applying', 'applied', 'discarded', 'failed')),
  counts jsonb NOT NULL DEFAULT '{}',
  cursors jsonb NOT NULL DEFAULT '{}',
  auto boolean NOT NULL DEFAULT false,
  reasons jsonb NOT NULL DEFAULT '[]',
  created_by text NOT NULL,
  approved_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  approved_at timestamptz,
  applied_at timestamptz
);
CREATE UNIQUE INDEX plan_open ON plan (flow_id) WHERE state IN ('collecting', 'ready', 'approved', 'applying');

CREATE TABLE observation (
  tenant_id uuid NOT NULL,
  plan_id uuid NOT NULL REFERENCES plan ON DELETE CASCADE,
  position int NOT NULL,
  connection_id uuid NOT NULL,
  native_type text NOT NULL,
  external_id text NOT NULL,
  content jsonb NOT NULL,
  hash text NOT NULL,
  planned_hash text,
  planned_group uuid,
  PRIMARY KEY (plan_id, connection_id, native_type, external_id)
);
CREATE INDEX observation_order ON observation (plan_id, position, native_type, external_id);

CREATE TABLE operation (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  run_id uuid,
  plan_id uuid,
  flow_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  record_id uuid NOT NULL,
  native_type text NOT NULL,
  external_id text,
  kind text NOT NULL CHECK (kind IN ('create', 'update', 'delete', 'restore', 'link', 'unlink', 'kept', 'record', 'merge', 'review')),
  state text NOT NULL CHECK (state IN
    ('proposed', 'rejected', 'pending', 'sending', 'done', 'failed', 'superseded', 'world-changed')),
  title text NOT NULL,
  before jsonb NOT NULL DEFAULT '{}',
  after jsonb NOT NULL DEFAULT '{}',
  evidence jsonb,
  hash text NOT NULL DEFAULT '',
  intent jsonb,
  marker uuid NOT NULL,
  cause jsonb,
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  waits_for uuid,
  waits_type text,
  error jsonb,
  cause_key text,
  ignored boolean NOT NULL DEFAULT false,
  held boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  again boolean NOT NULL DEFAULT false,
  sending_at timestamptz,
  settled_at timestamptz
);
CREATE UNIQUE INDEX operation_open ON operation (record_id, connection_id, native_type)
  WHERE state IN ('pending', 'sending', 'failed') AND kind IN ('create', 'update', 'delete');
CREATE UNIQUE INDEX operation_unread ON operation (connection_id, native_type, external_id)
  WHERE state = 'failed' AND kind = 'merge';
CREATE INDEX operation_work ON operation (connection_id, kind, created_at, id) WHERE state = 'pending';
CREATE INDEX operation_sending ON operation (connection_id, created_at, id) WHERE state = 'sending';
CREATE INDEX operation_waits ON operation (waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX operation_failed ON operation (tenant_id, cause_key) WHERE cause_key IS NOT NULL;
CREATE INDEX operation_plan ON operation (plan_id, kind, title, id) WHERE plan_id IS NOT NULL;
CREATE INDEX operation_run ON operation (run_id, state);
CREATE INDEX operation_record ON operation (record_id, created_at);
-- For retention: costs next to nothing, and operations come in the order of their time.
CREATE INDEX operation_age ON operation USING brin (created_at);

CREATE TABLE review (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('match', 'conflict', 'mass-change', 'gone', 'lossy', 'loop', 'restored', 'mass-delete', 'delete-conflict',
    'frozen')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved', 'obsolete')),
  connection_id uuid REFERENCES connection ON DELETE CASCADE,
  native_type text,
  external_id text,
  record_id uuid,
  field text,
  title text NOT NULL,
  evidence jsonb NOT NULL,
  decision jsonb,
  item_id uuid,
  again boolean NOT NULL DEFAULT false,
  run_id uuid,
  decided_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz
);
CREATE UNIQUE INDEX review_item ON review (connection_id, native_type, external_id)
  WHERE kind = 'match' AND state <> 'obsolete';
CREATE UNIQUE INDEX review_frozen ON review (record_id, connection_id, native_type, field)
  WHERE kind = 'frozen' AND state = 'open';
CREATE UNIQUE INDEX review_field ON review (record_id, field) WHERE kind IN ('conflict', 'lossy', 'loop') AND state = 'open';
CREATE UNIQUE INDEX review_mass_delete ON review (flow_id, connection_id) WHERE kind = 'mass-delete' AND state = 'open';
CREATE INDEX review_waiting ON review (item_id) WHERE kind = 'match' AND state = 'open';
CREATE INDEX review_page ON review (tenant_id, state, created_at, id);

CREATE TABLE nudge (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL REFERENCES connection ON DELETE CASCADE,
  entity text NOT NULL,
  native_type text NOT NULL,
  external_id text NOT NULL,
  waits_type text,
  waits_id text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (connection_id, entity, native_type, external_id)
);

CREATE TABLE listed (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL REFERENCES connection ON DELETE CASCADE,
  native_type text NOT NULL,
  external_id text NOT NULL,
  PRIMARY KEY (connection_id, native_type, external_id)
);

CREATE TABLE missing (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL REFERENCES connection ON DELETE CASCADE,
  entity text NOT NULL,
  native_type text NOT NULL,
  external_id text NOT NULL,
  said boolean NOT NULL,
  listings int NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (connection_id, native_type, external_id)
);

CREATE TABLE change_log (
  tenant_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  record_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('taken', 'sent', 'overruled', 'decided', 'linked', 'unlinked')),
  connection_id uuid,
  native_type text,
  external_id text,
  run_id uuid,
  operation_id uuid,
  rule text,
  mapping text,
  changes jsonb NOT NULL,
  PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE change_log_rest PARTITION OF change_log DEFAULT;
CREATE INDEX change_log_record ON change_log (record_id, at);

CREATE TABLE audit (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_page ON audit (tenant_id, at, id);
`

/**
 * Look-ups across tenants: ids and names only (design §8). They run as the owner and are the application role's only
 * way past row-level security.
 */
const functions = `
CREATE FUNCTION tenants_all() RETURNS TABLE (id uuid, slug text, name text, created_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id, slug, name, created_at FROM tenant ORDER BY slug $$;

CREATE FUNCTION connection_tenant(connection uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT tenant_id FROM connection WHERE id = connection_tenant.connection $$;

CREATE FUNCTION due_connections() RETURNS TABLE (tenant_id uuid, connection_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT c.tenant_id, c.id FROM connection c
    WHERE c.state = 'active' AND (c.retry_at IS NULL OR c.retry_at <= now())
      AND (c.lease_until IS NULL OR c.lease_until < now() OR c.again)
      AND (
        EXISTS (SELECT 1 FROM run r WHERE r.connection_id = c.id AND r.state IN ('queued', 'running'))
        OR EXISTS (SELECT 1 FROM nudge n JOIN participant p ON p.connection_id = n.connection_id AND p.entity = n.entity
                   JOIN flow f ON f.id = p.flow_id AND f.state = 'live'
                   WHERE n.connection_id = c.id AND ${itemMayGoOn})
        OR EXISTS (SELECT 1 FROM participant p JOIN flow f ON f.id = p.flow_id
                   WHERE p.connection_id = c.id AND f.state = 'live' AND p.reads AND p.held_by IS NULL AND p.due_at <= now())
        OR EXISTS (SELECT 1 FROM participant p JOIN flow f ON f.id = p.flow_id
                   WHERE p.connection_id = c.id AND f.state = 'live' AND p.sweep_seconds > 0 AND p.sweep_at <= now()
                     AND p.first_contact_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM missing m JOIN participant p ON p.connection_id = m.connection_id AND p.entity = m.entity
                   JOIN flow f ON f.id = p.flow_id AND f.state = 'live'
                   WHERE m.connection_id = c.id AND (m.said OR m.listings > 1) AND NOT EXISTS (SELECT 1 FROM review r
                     WHERE r.flow_id = f.id AND r.connection_id = c.id AND r.kind = 'mass-delete' AND r.state = 'open'))
        OR EXISTS (SELECT 1 FROM operation o JOIN flow f ON f.id = o.flow_id
                   WHERE o.connection_id = c.id
                     AND (o.state = 'sending' OR (o.state = 'pending' AND o.next_at <= now() AND ${writeMayGoOn}
                       AND (f.state = 'live' OR (f.state = 'preview' AND o.plan_id IS NOT NULL))
                       AND NOT (o.kind = 'create' AND EXISTS (SELECT 1 FROM participant h WHERE h.flow_id = f.id
                         AND h.connection_id = c.id AND h.held_by IS NOT NULL))))))
  $$;
`

const security = (table: string, key = 'tenant_id'): string => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON ${table}
  USING (${key} = current_setting('app.tenant')::uuid)
  WITH CHECK (${key} = current_setting('app.tenant')::uuid);
CREATE POLICY owner_rows ON ${table} TO CURRENT_USER USING (true) WITH CHECK (true);
`

/** Everything that the first slice keeps: configuration, records and links, the outbox, reviews, log and audit. */
export class FirstSlice1764000000000 implements MigrationInterface {
  readonly name = 'FirstSlice1764000000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables)
    await runner.query(functions)
    await runner.query(changeLogTending)
    await runner.query(security('tenant', 'id'))
    for (const table of tenantTables) await runner.query(security(table))
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP FUNCTION tend_change_log(int); DROP FUNCTION due_connections(); DROP FUNCTION connection_tenant(uuid); DROP FUNCTION tenants_all();',
    )
    for (const table of [...tenantTables].reverse())
      await runner.query(`DROP TABLE IF EXISTS ${table} CASCADE`)
    await runner.query('DROP TABLE tenant')
  }
}
