import type { Tenant } from '../tenant.ts';
import { html, page } from './layout.ts';
import { pageLanguage } from './texts.ts';

export function homePage({ endpoint, issuer, store }: Tenant): string {
  const body = html`<h1>Local Logto</h1>
    <p class="muted">
      A stand-in for Logto on this machine. Point your app's Logto endpoint at <code>${endpoint}</code>.
    </p>
    <ul>
      <li><a href="/local/mailbox">Mailbox</a> (${store.mails.length})</li>
      <li><a href="/oidc/.well-known/openid-configuration">OpenID configuration</a> of <code>${issuer}</code></li>
    </ul>`;
  return page({ t: pageLanguage('en'), title: 'Local Logto', body });
}
