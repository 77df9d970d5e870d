import { html, nothing } from 'lit/html.js';
import type { Organization } from '../core/types.ts';
import type { Translate } from '../core/messages.ts';
import { check } from './icons.ts';
import { logoOf } from './logo.ts';
import { windowOf } from './option-window.ts';

/** What can be switched to: an organization, or the personal space, whose id is empty. */
export type Option = Organization | { id: ''; name: string; logoUrl: null };

export type OptionGroup = { label: string; options: readonly Option[] };

export type OptionListProps = {
  t: Translate;
  groups: readonly OptionGroup[];
  current: string | null;
  /** Place of the active option among all; -1 for none. */
  active: number;
  /** Of the scrolled list, in rows. */
  top: number;
  size: number;
  onChoose: (event: Event) => void;
  onScroll: (event: Event) => void;
};

export const optionId = (at: number): string => `option-${at}`;

/** Of all groups, as many options as are in sight; and the active one, wherever it is, because the text box points at it. */
export function optionList({ t, groups, current, active, top, size, onChoose, onScroll }: OptionListProps) {
  const count = groups.reduce((sum, { options }) => sum + options.length, 0);
  let start = 0;
  let row = 0;

  const optionOf = (option: Option, at: number, place: number) =>
    html`<div
      part=${at === active ? 'option option-active' : 'option'}
      role="option"
      id=${optionId(at)}
      aria-selected=${at === active}
      aria-setsize=${count}
      aria-posinset=${at + 1}
      .style=${`--row:${place}`}
    >
      ${logoOf(option)}<span class="name"><bdi>${option.name}</bdi></span
      >${noteOf(t, option)}${
        option.id === current ? html`<span class="hidden">(${t('current')})</span>${check}` : nothing
      }
    </div>`;

  const groupOf = ({ label: heading, options }: OptionGroup, index: number) => {
    const first = start;
    const headed = heading ? 1 : 0;
    const { from, to } = windowOf(options.length, row + headed, top, size);
    const shown = new Set(Array.from({ length: to - from }, (_, each) => from + each));
    if (active >= first && active < first + options.length) shown.add(active - first);
    start += options.length;
    row += options.length + headed;
    const places = [...shown].sort((one, other) => one - other);
    return html`<div
      role=${heading ? 'group' : 'presentation'}
      aria-labelledby=${heading ? `heading-${index}` : nothing}
      class="group"
      .style=${`--rows:${options.length + headed}`}
    >
      ${heading ? html`<div class="heading" id="heading-${index}" role="presentation">${heading}</div>` : nothing}
      ${places.map((place) => optionOf(options[place]!, first + place, place + headed))}
    </div>`;
  };

  return html`<div
    part="listbox"
    id="listbox"
    role="listbox"
    tabindex="-1"
    aria-label=${t('label')}
    @mousedown=${keepFocus}
    @click=${onChoose}
    @scroll=${onScroll}
  >
    ${groups.map(groupOf)}
  </div>`;
}

/** It stays in the text box. */
const keepFocus = (event: Event) => event.preventDefault();

function noteOf(t: Translate, option: Option) {
  if (!('slug' in option)) return nothing;
  const note = option.closed ? t('closed') : option.waitsForSeat ? t('waitsForSeat') : '';
  return note ? html`<span part="badge">${note}</span>` : nothing;
}
