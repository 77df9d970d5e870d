-- Which sites an organization allows is seen by whom it invited, too: their widgets show the invitation there and nowhere else.
CREATE POLICY app_widget_origin_of_invited ON widget_origins FOR SELECT TO tenantry_app
  USING (EXISTS (SELECT FROM invitations WHERE invitations.tenant_id = widget_origins.tenant_id));
