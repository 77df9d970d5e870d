import { html, nothing } from 'lit/html.js';
import type { Progress } from '../core/actions.ts';
import type { Organization } from '../core/types.ts';
import { isComposing } from './combobox-keys.ts';
import { failureText } from './failure-text.ts';
import { plus } from './icons.ts';
import { emit } from './org-switcher.events.ts';
import type { Switcher } from './switcher-dialog.ts';

/** A button that gives its place to a form for the one thing that an organization needs. */
export class CreateForm {
  #switcher: Switcher;
  #onCreated: (organization: Organization) => void;
  #state: 'closed' | 'open' | 'missing' = 'closed';

  constructor(switcher: Switcher, onCreated: (organization: Organization) => void) {
    this.#switcher = switcher;
    this.#onCreated = onCreated;
  }

  reset(): void {
    this.#state = 'closed';
    this.#switcher.store().resetCreate();
  }

  #focus(selector: string): void {
    this.#switcher.element.root.querySelector<HTMLElement>(selector)?.focus();
  }

  #show(state: 'closed' | 'open'): void {
    this.reset();
    this.#state = state;
    const { element } = this.#switcher;
    element.change();
    void element.updateComplete.then(() => this.#focus(state === 'open' ? '#name' : '[part=create]'));
  }

  #open = (): void => this.#show('open');

  #cancel = (): void => this.#show('closed');

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.preventDefault();
    this.#cancel();
  };

  #onSubmit = (event: Event): void => {
    event.preventDefault();
    const { element, t, say } = this.#switcher;
    const name = element.root.querySelector<HTMLInputElement>('#name')!.value.trim();
    if (name) return void this.#create(name);
    this.#state = 'missing';
    this.#focus('#name');
    say('', t('nameMissing'));
  };

  async #create(name: string): Promise<void> {
    const { element, store, t, say, fail } = this.#switcher;
    const progress = (): Progress => {
      const { state } = store();
      return state.type === 'ready' ? state.creating : { type: 'idle' };
    };
    if (progress().type === 'pending' || !emit(element, 'org-before-create', { name })) return;
    this.#state = 'open';
    say(t('creating', { name }));
    const organization = await store().create(name);
    if (organization) {
      this.#state = 'closed';
      this.#onCreated(organization);
      say(t('created', { name }));
      emit(element, 'org-create', { organization });
      return;
    }
    const now = progress();
    if (now.type === 'failed') fail(now.failure, () => void this.#create(name));
    this.#focus('#name');
  }

  render(progress: Progress) {
    const { t } = this.#switcher;
    const missing = this.#state === 'missing' && t('nameMissing');
    const error = missing || (progress.type === 'failed' && failureText(t, progress.failure));
    if (this.#state === 'closed')
      return html`<button part="create" @click=${this.#open}>${plus}${t('create')}</button>`;
    return html`<form part="create-form" novalidate @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      <label for="name">${t('createName')}</label>
      <input
        part="name"
        id="name"
        autocomplete="off"
        maxlength="128"
        required
        aria-invalid=${Boolean(error)}
        aria-describedby=${error ? 'error' : nothing}
      />
      ${error ? html`<small class="failure" id="error">${error}</small>` : nothing}
      <div class="actions">
        <button part="button submit" aria-disabled=${progress.type === 'pending'}>${t('createSubmit')}</button>
        <button part="button" type="button" @click=${this.#cancel}>${t('cancel')}</button>
      </div>
    </form>`;
  }
}
