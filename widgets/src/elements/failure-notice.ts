import { html, nothing } from 'lit/html.js';
import type { WidgetFailure } from '../core/failure.ts';
import type { Translate } from '../core/messages.ts';
import { failureText } from './failure-text.ts';

/** What went wrong, and the way to try again. `waitMs`: the server wants to be left alone for so long. */
export function failureNotice(t: Translate, failure: WidgetFailure, waitMs: number, retry: () => void) {
  const count = Math.ceil(waitMs / 1000);
  return html`<div part="status">
    <span class="failure">${failureText(t, failure)}</span>
    ${count > 0 ? html`<span>${t('retryIn', { count })}</span>` : nothing}
    <button part="button retry" aria-disabled=${count > 0} @click=${() => count > 0 || retry()}>${t('retry')}</button>
  </div>`;
}
