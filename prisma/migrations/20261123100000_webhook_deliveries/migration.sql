-- Events of Logto's that were taken: by the hash of their bodies, so that none is taken twice, and for those of memberships
-- whom a worker has to ask about. Without a word of what they said beyond ids: docs/decisions/0093-deliveries.md
CREATE TABLE webhook_deliveries (
  -- SHA-256 of the body.
  hash char(64) PRIMARY KEY,
  event varchar(64) NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- Set while a worker has still to ask about these people of it; about all when none is named.
  organization_id varchar(21),
  added text[] NOT NULL DEFAULT '{}',
  removed text[] NOT NULL DEFAULT '{}',
  -- They were left to an operation of ours before: what the copy has does not tell whether that was so.
  again boolean NOT NULL DEFAULT false
);
CREATE INDEX webhook_deliveries_received_at_idx ON webhook_deliveries (received_at);
CREATE INDEX webhook_deliveries_waiting_idx ON webhook_deliveries (organization_id, received_at)
  WHERE organization_id IS NOT NULL;

ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY system_all ON webhook_deliveries TO tenantry_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_deliveries TO tenantry_system;

-- Nothing of it is for a request of a person.
CREATE POLICY app_none ON webhook_deliveries TO tenantry_app USING (false);
