import type { Context } from 'hono';
import type { Browser } from '../experience/browser.ts';
import type { Provider } from '../oidc/library.ts';

/** Consent to one's own application is given without a page: straight back to `/oidc/auth`. */
export async function consent(provider: Provider, browser: Browser, c: Context): Promise<Response> {
  const interaction = await provider.Interaction.find(browser.interactionUid(c) ?? '');
  const accountId = interaction?.session?.accountId;
  if (!interaction || !accountId || interaction.prompt.name !== 'consent') return c.redirect('/unknown-session', 303);
  const clientId = String(interaction.params.client_id);
  const known = interaction.grantId ? await provider.Grant.find(interaction.grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId, clientId });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = interaction.prompt.details as {
    missingOIDCScope?: string[];
    missingOIDCClaims?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [indicator, scopes] of Object.entries(missingResourceScopes ?? {}))
    grant.addResourceScope(indicator, scopes.join(' '));
  interaction.result = { ...interaction.lastSubmission, consent: { grantId: await grant.save() } };
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
  c.header('content-type', 'text/html; charset=utf-8');
  c.header('location', interaction.returnTo);
  return c.body(`Redirecting to ${interaction.returnTo}.`, 302);
}
