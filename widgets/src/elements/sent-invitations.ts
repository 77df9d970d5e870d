import { html, nothing } from 'lit/html.js';
import type { SentEntry } from '../core/members-store.ts';
import type { Translate } from '../core/messages.ts';
import { failureText } from './failure-text.ts';
import { roleText } from './member-rows.ts';

type View = {
  t: Translate;
  entries: readonly SentEntry[];
  more: boolean;
  date: (time: string) => string;
  onAnswer: (entry: SentEntry, did: 'resend' | 'withdraw') => void;
};

/** Those that nobody has answered. */
export function sentInvitations({ t, entries, more, date, onAnswer }: View) {
  if (entries.length === 0) return nothing;
  const button = (entry: SentEntry, did: 'resend' | 'withdraw', label: 'resendTo' | 'withdrawFrom') =>
    entry.invitation.may[did]
      ? html`<button
          part="button ${did}"
          aria-disabled=${entry.progress.type === 'pending'}
          aria-label=${t(label, { name: entry.invitation.email })}
          @click=${() => onAnswer(entry, did)}
        >
          ${t(did)}
        </button>`
      : nothing;
  return html`<details part="invitations">
    <summary>${t('pendingInvitations')} (${entries.length}${more ? '+' : ''})</summary>
    <ul>
      ${entries.map((entry) => {
        const { email, role, expiresAt } = entry.invitation;
        const { progress } = entry;
        return html`<li>
          <span class="who"
            ><span class="name"><bdi>${email}</bdi></span>
            <span class=${progress.type === 'failed' ? 'detail failure' : 'detail'}
              >${progress.type === 'failed' ? failureText(t, progress.failure) : `${roleText(t, role)}, ${t('expires', { date: date(expiresAt) })}`}</span
            ></span
          >
          ${button(entry, 'resend', 'resendTo')}${button(entry, 'withdraw', 'withdrawFrom')}
        </li>`;
      })}
    </ul>
    ${more ? html`<p>${t('moreInvitations')}</p>` : nothing}
  </details>`;
}
