import { index, prefix, route, type RouteConfig } from '@remix-run/route-config';

/** Every page and endpoint; their addresses for links are in `paths.ts`. */
export default [
  index('routes/_index.tsx'),
  route('preferences', 'routes/preferences.tsx'),

  ...prefix('auth', [
    route('sign-in', 'routes/auth.sign-in.tsx'),
    route('callback', 'routes/auth.callback.tsx'),
    route('sign-out', 'routes/auth.sign-out.tsx'),
    route('mfa', 'routes/auth.mfa.tsx'),
  ]),

  route('welcome', 'routes/welcome.tsx'),
  route('workspaces', 'routes/workspaces.tsx'),
  route('workspaces/new', 'routes/workspaces.new.tsx'),
  route('workspaces/slug', 'routes/workspaces.slug.tsx'),
  route('account', 'routes/account.tsx'),
  route('account/delete', 'routes/account.delete.tsx'),

  route('to/:slug', 'routes/sign-in-to.tsx'),
  route('closed/:slug', 'routes/organization.closed.tsx'),
  route('images/:file', 'routes/image.tsx'),
  route('widgets/latest.json', 'routes/widget-script.latest.tsx'),
  route('widgets/:file', 'routes/widget-script.tsx'),
  route('embed/:widget', 'routes/embed.tsx'),

  route('join/:secret', 'routes/join.tsx'),
  route('invitations/:id', 'routes/invitation.tsx'),

  route('o/:slug', 'routes/organization.tsx', [
    index('routes/organization.home.tsx'),
    route('projects', 'routes/organization.projects.tsx'),
    route('members', 'routes/organization.members.tsx'),
    route('members/:userId', 'routes/organization.member.tsx'),
    route('leave', 'routes/organization.leave.tsx'),
    route('progress/:id', 'routes/organization.progress.tsx'),
    route('invitations', 'routes/organization.invitations.tsx'),
    route('invitations/new', 'routes/organization.invitations.new.tsx'),
    route('settings', 'routes/organization.settings.tsx', [
      index('routes/organization.settings.general.tsx'),
      route('logo', 'routes/organization.settings.logo.tsx'),
      route('sign-in', 'routes/organization.settings.sign-in.tsx'),
      route('machines', 'routes/organization.settings.machines.tsx'),
      route('machines/new', 'routes/organization.settings.machines.new.tsx'),
      route('machines/:applicationId', 'routes/organization.settings.machine.tsx'),
      route('machines/keys/new', 'routes/organization.settings.api-keys.new.tsx'),
      route('machines/keys/:keyId', 'routes/organization.settings.api-key.tsx'),
      route('widgets', 'routes/organization.settings.widgets.tsx'),
      route('plan', 'routes/organization.settings.plan.tsx'),
      route('features', 'routes/organization.settings.features.tsx'),
    ]),
    route('audit', 'routes/organization.audit.tsx'),
    route('audit.csv', 'routes/organization.audit-export.tsx'),
  ]),

  route('docs/api', 'routes/docs.api.tsx'),
  route('docs/widgets', 'routes/docs.widgets.tsx'),
  route('api/v1/*', 'routes/api.v1.tsx'),
  route('api/*', 'routes/api.not-found.tsx'),

  route('webhooks/logto', 'routes/webhooks.logto.tsx'),
  route('webhooks/billing', 'routes/webhooks.billing.tsx'),
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig;
