import { html, type Html } from './layout.ts';
import { fill, type Texts } from './texts.ts';

export const alert = (text: string | undefined, role = 'alert'): Html | undefined =>
  text ? html`<p class="alert" role="${role}">${text}</p>` : undefined;

export const submitButton = (label: string): Html => html`<button type="submit" name="submit">${label}</button>`;

export const hiddenUid = (uid: string): Html => html`<input type="hidden" name="interaction" value="${uid}" />`;

/** Six one-digit fields. A browser without JavaScript fills them one by one and presses Continue. */
export function digitFields(t: Texts, name: string): Html {
  const fields = [0, 1, 2, 3, 4, 5].map(
    (index) =>
      html`<input
        name="${name}_${index}"
        inputmode="numeric"
        autocomplete="${index === 0 ? 'one-time-code' : 'off'}"
        maxlength="1"
        aria-label="${fill(t.codeDigit, String(index + 1))}"
        ${index === 0 && html` autofocus`}
      />`,
  );
  return html`<fieldset class="digits">${fields}</fieldset>`;
}

/** Moves on after each digit, takes a pasted code, and submits the form when all six are there. */
export const digitScript = `
(() => {
  const fields = [...document.querySelectorAll('.digits input')];
  const form = fields[0].form;
  let sent = false;
  const put = (from, text) => {
    const digits = text.replace(/\\D/g, '').slice(0, fields.length - from);
    [...digits].forEach((digit, i) => { fields[from + i].value = digit; });
    fields[Math.min(from + digits.length, fields.length - 1)].focus();
    if (!sent && fields.every((field) => field.value)) { sent = true; form.requestSubmit(); }
  };
  fields.forEach((field, i) => {
    field.removeAttribute('maxlength');
    field.addEventListener('input', () => { const text = field.value; field.value = ''; put(i, text); });
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Backspace' && !field.value && i > 0) { fields[i - 1].value = ''; fields[i - 1].focus(); event.preventDefault(); }
    });
  });
  document.querySelectorAll('[data-resend]').forEach((button) => {
    let seconds = Number(button.dataset.seconds);
    const label = button.textContent;
    button.disabled = true;
    const tick = () => {
      if (seconds <= 0) { button.disabled = false; button.textContent = label; return; }
      button.textContent = button.dataset.resend.replace('{0}', seconds);
      seconds -= 1;
      setTimeout(tick, 1000);
    };
    tick();
  });
})();`;
