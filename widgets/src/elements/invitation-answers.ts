import { html, nothing } from 'lit/html.js';
import type { InvitationEntry } from '../core/organizations-store.ts';
import { failureText } from './failure-text.ts';
import { logoOf } from './logo.ts';
import { emit } from './org-switcher.events.ts';
import type { Switcher } from './switcher-dialog.ts';

type Answer = 'accept' | 'decline';

/** The invitations to the person, each with its two answers; outside the list of options, where buttons are not allowed. */
export class InvitationAnswers {
  #switcher: Switcher;

  constructor(switcher: Switcher) {
    this.#switcher = switcher;
  }

  async #answer(entry: InvitationEntry, kind: Answer): Promise<void> {
    const { element, store, t, say, fail } = this.#switcher;
    const { invitation, progress } = entry;
    const { id, organization } = invitation;
    const { name } = organization;
    if (progress.type === 'pending' || !emit(element, `org-before-invitation-${kind}`, { invitation })) return;
    const accepts = kind === 'accept';
    say(t(accepts ? 'accepting' : 'declining', { name }));
    const joined = accepts ? await store().accept(id) : null;
    if (!joined && (accepts || !(await store().decline(id)))) {
      const { state } = store();
      const now = state.type === 'ready' && state.invitations.find((each) => each.invitation.id === id);
      if (now && now.progress.type === 'failed') fail(now.progress.failure, () => void this.#answer(now, kind));
      return;
    }
    say(t(accepts ? 'accepted' : 'declined', { name }));
    if (joined) emit(element, 'org-invitation-accept', { invitation, organization: joined });
    else emit(element, 'org-invitation-decline', { invitation });
  }

  render(entries: readonly InvitationEntry[]) {
    if (entries.length === 0) return nothing;
    return html`<ul aria-label=${this.#switcher.t('invitations', { count: entries.length })}>
      ${entries.map((entry) => this.#entry(entry))}
    </ul>`;
  }

  #entry(entry: InvitationEntry) {
    const { t } = this.#switcher;
    const { organization, invitedBy: person, role } = entry.invitation;
    const { name } = organization;
    const { progress } = entry;
    const button = (kind: Answer, named: 'acceptNamed' | 'declineNamed') =>
      html`<button
        part="button ${kind}"
        aria-label=${t(named, { name })}
        aria-disabled=${progress.type === 'pending'}
        @click=${() => this.#answer(entry, kind)}
      >
        ${t(kind)}
      </button>`;
    return html`<li part="invitation">
      ${logoOf(organization)}
      <div>
        <bdi>${name}</bdi><small>${t('invitedBy', { person, role })}</small>
        ${
          progress.type === 'failed'
            ? html`<small class="failure">${failureText(t, progress.failure)}</small>`
            : nothing
        }
        <div class="actions">${button('accept', 'acceptNamed')}${button('decline', 'declineNamed')}</div>
      </div>
    </li>`;
  }
}
