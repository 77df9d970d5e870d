import type { Mail } from '../store/entities.ts';
import { html, page, raw, type Html } from '../pages/layout.ts';
import { pageLanguage } from '../pages/texts.ts';

const subjects: Record<string, string> = {
  SignIn: 'Your sign-in code',
  Register: 'Your registration code',
  ForgotPassword: 'Your code to set a new password',
  OrganizationInvitation: 'Invitation',
};

/** A person's view of every mail sent, newest first. */
export function mailboxPage(mails: Mail[], to?: string): string {
  const shown = mails.filter((mail) => !to || mail.to.toLowerCase() === to.toLowerCase()).reverse();
  const style = html`<style>
    ${raw(`article{border-top:1px solid var(--line);padding:20px 0}article h2{font-size:16px;margin:0 0 4px;font-weight:600}.code{font-size:28px;letter-spacing:.2em;font-weight:600;margin:8px 0}.head{display:flex;justify-content:space-between;gap:16px;flex-wrap:wrap}details{margin-top:8px}`)}
  </style>`;
  const empty = html`<p class="muted">No mail yet. Codes and invitations that this server sends appear here.</p>`;
  const list = shown.length > 0 ? shown.map(article) : empty;
  const body = html`${style}
    <div class="head">
      <h1>Mailbox${to && html` of ${to}`}</h1>
      <span class="muted">${mails.length === 1 ? '1 mail' : `${mails.length} mails`}</span>
    </div>
    ${list}`;
  const script = `setInterval(async () => { const mails = await (await fetch('/local/mails')).json(); if (mails.length !== ${mails.length}) location.reload(); }, 2000)`;
  return page({ t: pageLanguage('en'), title: 'Mailbox', body, wide: true, script });
}

function article(mail: Mail): Html {
  const { code, link, organization } = mail.payload as {
    code?: unknown;
    link?: unknown;
    organization?: { name?: string };
  };
  const subject = subjects[mail.type] ?? mail.type;
  const url = typeof link === 'string' && /^https?:\/\//.test(link) ? link : undefined;
  return html`<article>
    <h2>${subject}${organization?.name && html` to ${organization.name}`}</h2>
    <p class="muted">
      To <a href="/local/mailbox?to=${encodeURIComponent(mail.to)}">${mail.to}</a> ·
      <time datetime="${mail.at}">${mail.at.replace('T', ' ').slice(0, 19)}</time>
    </p>
    ${typeof code === 'string' && html`<p class="code">${code}</p>`} ${url && html`<p><a href="${url}">${url}</a></p>`}
    <details>
      <summary>Payload</summary>
      <pre>${JSON.stringify(mail.payload, null, 2)}</pre>
    </details>
  </article>`;
}
