import { html, nothing } from 'lit/html.js';
import type { Asked, MembersState } from '../core/members-store.ts';
import type { Translate } from '../core/messages.ts';
import type { Member, Role } from '../core/types.ts';
import { failureText } from './failure-text.ts';
import { nameOf, roleText } from './member-rows.ts';

/** What a dialog asks. */
export type Question = { what: 'invite'; missing?: boolean } | { what: 'leave' } | { what: 'transfer'; member: Member };

type View = {
  t: Translate;
  state: Extract<MembersState, { type: 'ready' }>;
  question: Question;
  onSubmit: (event: Event) => void;
  onCancel: () => void;
};

/** Everything in one form: what was typed stays until it worked. */
export function memberDialog({ t, state, question, onSubmit, onCancel }: View) {
  const { asked, grantable } = state;
  const isBusy = asked?.progress.type === 'pending';
  const name = question.what === 'transfer' ? nameOf(question.member) : '';
  const [title, submit] = {
    invite: [t('invite'), t('send')],
    leave: [t('leaveAsk'), t('leave')],
    transfer: [t('transferAsk', { name }), t('transfer')],
  }[question.what] as [string, string];
  return html`<form method="dialog" @submit=${onSubmit}>
    <h2 id="question">${title}</h2>
    ${question.what === 'invite' ? inviteFields(t, grantable, question.missing) : html`<p>${t(question.what === 'leave' ? 'leaveText' : 'transferText')}</p>`}
    <p class="said" role="alert">${failureOf(t, asked)}</p>
    <div class="end">
      <button type="button" part="button" @click=${onCancel}>${t('cancel')}</button>
      <button part="button accept" aria-disabled=${isBusy}>
        ${isBusy && asked.total ? t('sending', { done: asked.done ?? 0, total: asked.total }) : submit}
      </button>
    </div>
  </form>`;
}

const inviteFields = (t: Translate, grantable: readonly Role[], missing = false) =>
  html`<label for="emails">${t('emails')}</label>
    <textarea id="emails" rows="4" autofocus aria-invalid=${missing} aria-describedby="hint"></textarea>
    <p id="hint" class=${missing ? 'failure' : ''}>${t(missing ? 'emailsMissing' : 'emailsHint')}</p>
    <label for="role">${t('role')}</label>
    <select id="role">
      ${[...grantable].reverse().map((role) => html`<option value=${role} ?selected=${role === 'member'}>${roleText(t, role)}</option>`)}
    </select>
    <label for="note">${t('note')}</label>
    <textarea id="note" rows="2"></textarea>`;

const failureOf = (t: Translate, asked: Asked | null) =>
  asked?.progress.type === 'failed' ? failureText(t, asked.progress.failure) : nothing;
