import { html, nothing } from 'lit/html.js';
import type { MemberRow, MembersState } from '../core/members-store.ts';
import type { Translate } from '../core/messages.ts';
import type { Member, MemberSort, Role } from '../core/types.ts';
import { failureText } from './failure-text.ts';
import type { Cell } from './grid-keys.ts';
import { logoOf } from './logo.ts';

type Ready = Extract<MembersState, { type: 'ready' }>;

export const columns = 6;

export type RowsView = {
  t: Translate;
  state: Ready;
  /** Where the focus is, or goes. */
  active: Cell;
  /** Nobody may do anything, though the server would let them. */
  readonly: boolean;
  /** A page about somebody, if there are such. */
  hrefOf: (member: Member) => string | undefined;
  date: (time: string) => string;
  onSort: (sort: MemberSort) => void;
  onSelect: (member: Member, event: Event) => void;
  onRole: (member: Member, value: string, select: HTMLSelectElement) => void;
  onRemove: (member: Member) => void;
  onUndo: (member: Member) => void;
  onRetry: (member: Member) => void;
  onLeave: () => void;
};

export const nameOf = ({ name, email, userId }: Member): string => name ?? email ?? userId;

const known = /^(owner|admin|member|other)$/;

/** Others than ours are called as they are. */
export const roleText = (t: Translate, role: string): string => (known.test(role) ? t(role as Role) : role);

export const isSelectable = ({ may }: Member, readonly: boolean): boolean =>
  !readonly && (may.remove || may.roles.length > 0);

const sortable: Partial<Record<number, MemberSort>> = { 1: 'name', 3: 'joined', 4: 'seen' };

/** The names of the columns; three of them sort. */
export function headerRow({ t, state, active, onSort }: RowsView) {
  const texts = [
    t('selected', { count: state.selected.size }),
    t('person'),
    t('role'),
    t('joined'),
    t('seen'),
    t('actions'),
  ];
  return html`<div role="row" part="header" aria-rowindex="1">
    ${texts.map((text, column) => {
      const sort = sortable[column];
      const tabindex = active.row < 0 && active.column === column ? 0 : -1;
      const direction = state.sort !== sort ? 'none' : sort === 'name' ? 'ascending' : 'descending';
      return html`<div
        role="columnheader"
        class="c${column}"
        tabindex=${sort ? nothing : tabindex}
        aria-sort=${sort ? direction : nothing}
      >
        ${
          sort
            ? html`<button data-focus tabindex=${tabindex} @click=${() => onSort(sort)}>${text}</button>`
            : html`<span class=${column === 2 ? '' : 'hidden'}>${text}</span>`
        }
      </div>`;
    })}
  </div>`;
}

/** One of the list, or the room for one that is still read. */
export function memberRow(view: RowsView, index: number) {
  const { state, active } = view;
  const row = state.at(index);
  const tab = (column: number) => (active.row === index && active.column === column ? 0 : -1);
  const isSelected = row && state.selected.has(row.member.userId);
  return html`<div
    role="row"
    part=${isSelected ? 'row row-selected' : 'row'}
    aria-rowindex=${index + 2}
    aria-selected=${row && isSelectable(row.member, view.readonly) ? Boolean(isSelected) : nothing}
    aria-busy=${!row}
    class=${row?.leaving ? 'leaving' : ''}
    .style=${`transform:translateY(calc(${index}*var(--_row)))`}
  >
    ${row ? cells(view, row, tab) : empty(tab)}
  </div>`;
}

const empty = (tab: (column: number) => number) =>
  Array.from({ length: columns }, (_, column) => {
    return html`<div role="gridcell" class="c${column}" tabindex=${tab(column)}><span class="skeleton"></span></div>`;
  });

function cells(view: RowsView, { member, progress, leaving }: MemberRow, tab: (column: number) => number) {
  const { t, state, readonly, hrefOf, date, onSelect, onRemove, onUndo, onRetry, onLeave } = view;
  const { joinedAt, lastSeenAt, email, self, avatarUrl, userId, waitsForSeat } = member;
  const name = nameOf(member);
  const href = hrefOf(member);
  const failed = progress.type === 'failed' && progress.failure;
  const detail = failed ? failureText(t, failed) : leaving ? t('leaving') : email !== name && email;
  const action = failed
    ? ([t('retry'), () => onRetry(member)] as const)
    : leaving
      ? ([t('undo'), () => onUndo(member)] as const)
      : self
        ? state.permissions.leave && !readonly && ([t('leave'), onLeave] as const)
        : member.may.remove && !readonly && ([t('remove'), () => onRemove(member)] as const);
  return html`<div role="gridcell" class="c0" tabindex=${isSelectable(member, readonly) ? nothing : tab(0)}>
      ${
        isSelectable(member, readonly)
          ? html`<input
              type="checkbox"
              data-focus
              tabindex=${tab(0)}
              .checked=${state.selected.has(userId)}
              aria-label=${t('selectOne', { name })}
              @click=${(event: Event) => onSelect(member, event)}
            />`
          : nothing
      }
    </div>
    <div role="rowheader" class="c1" tabindex=${href ? nothing : tab(1)}>
      ${logoOf({ id: userId, name, logoUrl: avatarUrl })}
      <span class="who"
        ><span class="name"
          >${href ? html`<a part="link" data-focus href=${href} tabindex=${tab(1)}><bdi>${name}</bdi></a>` : html`<bdi>${name}</bdi>`}${self ? html` <span part="badge">${t('you')}</span>` : nothing}${waitsForSeat ? html` <span part="badge">${t('waitsForSeat')}</span>` : nothing}</span
        >
        ${detail ? html`<span class=${failed ? 'detail failure' : 'detail'}><bdi>${detail}</bdi></span>` : nothing}</span
      >
    </div>
    <div role="gridcell" class="c2" tabindex=${tab(2)}>
      ${roleCell(view, member, progress.type === 'pending' || leaving)}
    </div>
    <div role="gridcell" class="c3" tabindex=${tab(3)}>${date(joinedAt)}</div>
    <div role="gridcell" class="c4" tabindex=${tab(4)}>${lastSeenAt ? date(lastSeenAt) : t('never')}</div>
    <div role="gridcell" class="c5" tabindex=${action ? nothing : tab(5)}>
      ${
        action
          ? html`<button
              part="button row-action"
              data-focus
              tabindex=${tab(5)}
              aria-label=${`${action[0]}: ${name}`}
              @click=${action[1]}
            >
              ${action[0]}
            </button>`
          : nothing
      }
    </div>`;
}

function roleCell({ t, state, readonly, onRole }: RowsView, member: Member, busy: boolean) {
  const { roles, may, self } = member;
  const held = roles.map((role) => roleText(t, role)).join(', ');
  const canTransfer = state.permissions.transfer && !self && !roles.includes('owner');
  if (readonly || (may.roles.length === 0 && !canTransfer)) return held;
  const others = may.roles.filter((role) => roles.length !== 1 || role !== roles[0]);
  // Not within reach of Tab: the cell has the focus, and Enter leads in.
  return html`<select
    tabindex="-1"
    aria-label=${`${t('role')}: ${nameOf(member)}`}
    ?disabled=${busy}
    .value=${''}
    @change=${({ target }: Event) => onRole(member, (target as HTMLSelectElement).value, target as HTMLSelectElement)}
  >
    <option value="">${held}</option>
    ${others.map((role) => html`<option value=${role}>${roleText(t, role)}</option>`)}
    ${canTransfer ? html`<option value="transfer">${t('transfer')}</option>` : nothing}
  </select>`;
}
