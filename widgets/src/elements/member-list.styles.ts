import { baseStyles } from './base.styles.ts';
import { css } from './widget-element.ts';

/** All rows have one height, also as cards. */
export const styles =
  baseStyles +
  css`
    :host {
      display: block;
      container-type: inline-size;
      --_row: 56px;
    }
    :host([theme]) {
      background: var(--_bg);
    }
    section {
      display: flex;
      flex-direction: column;
      gap: calc(3 * var(--_space));
    }
    h2,
    p,
    ul {
      margin: 0;
      font: inherit;
    }
    h2 {
      font-size: 1.15em;
      font-weight: 600;
      outline: 0;
    }
    p,
    .muted,
    .detail {
      color: var(--_muted);
    }
    .failure,
    .said {
      color: var(--_danger);
    }
    [part='toolbar'],
    [part='bulkbar'],
    [part='undo'],
    .end,
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: calc(2 * var(--_space));
    }
    [part='title'] {
      margin-inline-end: auto;
    }
    select,
    textarea,
    [part='search'],
    [part~='button'] {
      min-block-size: 36px;
      color: inherit;
      background-color: var(--_bg);
      border: 1px solid var(--_control);
      border-radius: var(--_radius);
      font: inherit;
    }
    select {
      max-inline-size: 100%;
      padding-inline: var(--_space);
    }
    select:disabled {
      opacity: 0.6;
    }
    textarea {
      inline-size: 100%;
      padding: calc(2 * var(--_space));
      resize: vertical;
    }
    [part='search'] {
      flex: 0 1 16rem;
      min-inline-size: 0;
    }
    [part~='button'] {
      padding-inline: calc(3 * var(--_space));
      border-color: var(--_border);
      font-weight: 500;
    }
    [part~='accept'] {
      color: var(--_accent-fg);
      background-color: var(--_accent);
      border-color: transparent;
    }
    [part~='danger'] {
      color: var(--_danger);
    }
    [part='scroller'] {
      position: relative;
      overflow: hidden auto;
      overscroll-behavior: contain;
      max-block-size: var(--org-w-list-height, min(70vh, 40rem));
      background: var(--_bg);
      border: 1px solid var(--_border);
      border-radius: calc(var(--_radius) * 1.5);
    }
    [part='scroller'] > p {
      padding: calc(4 * var(--_space));
    }
    .leaving .name {
      text-decoration: line-through;
    }
    [role='row'] {
      display: grid;
      grid-template-columns: 40px minmax(0, 3fr) minmax(0, 1.6fr) minmax(0, 1fr) minmax(0, 1fr) 112px;
      align-items: center;
      inline-size: 100%;
    }
    [part='header'] {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      block-size: 40px;
      background: var(--_bg);
      border-block-end: 1px solid var(--_border);
      color: var(--_muted);
      font-size: 0.93em;
    }
    [part='header'] button {
      padding: 0;
    }
    [aria-sort='ascending'] button::after {
      content: ' ↑' / '';
    }
    [aria-sort='descending'] button::after {
      content: ' ↓' / '';
    }
    .rows {
      position: relative;
      block-size: calc(var(--rows) * var(--_row));
      contain: strict;
    }
    [part~='row'] {
      position: absolute;
      inset-block-start: 0;
      block-size: var(--_row);
      border-block-end: 1px solid var(--_border);
      contain: strict;
    }
    [part~='row']:hover {
      background: var(--_hover);
    }
    [part~='row-selected'] {
      background: color-mix(in oklab, var(--_accent) 10%, transparent);
    }
    [role='row'] > * {
      display: flex;
      align-items: center;
      gap: calc(2 * var(--_space));
      min-inline-size: 0;
      block-size: 100%;
      padding-inline: calc(2 * var(--_space));
      overflow: hidden;
      white-space: nowrap;
    }
    .c0,
    .c5 {
      justify-content: center;
    }
    .c3,
    .c4 {
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
    }
    [part='badge'] {
      color: var(--_muted);
      background: var(--_hover);
    }
    [part='avatar'] {
      inline-size: 32px;
      line-height: 32px;
      border-radius: 50%;
    }
    .who {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-inline-size: 0;
    }
    .name {
      flex: none;
      font-weight: 500;
    }
    .detail {
      overflow: hidden;
      text-overflow: ellipsis;
      font-size: 0.93em;
    }
    input[type='checkbox'] {
      inline-size: 24px;
      min-block-size: 24px;
      accent-color: var(--_accent);
    }
    section > .skeleton {
      flex: none;
      block-size: var(--_row);
    }
    [part='bulkbar'],
    [part='undo'],
    [part='report'],
    [part='status'] {
      padding: calc(2 * var(--_space)) calc(3 * var(--_space));
      background: var(--_bg);
      border: 1px solid var(--_border);
      border-radius: var(--_radius);
    }
    [part='bulkbar'],
    [part='undo'] {
      position: sticky;
      inset-block-end: calc(2 * var(--_space));
      box-shadow: 0 4px 16px -6px #0004;
    }
    [part='undo'] > :first-child {
      flex: 1;
    }
    [part='invitations'] summary {
      cursor: pointer;
      padding-block: calc(2 * var(--_space));
      font-weight: 500;
    }
    [part='invitations'] ul {
      padding: 0;
    }
    li {
      padding-block: var(--_space);
    }
    dialog {
      inline-size: min(32rem, 100vw - 32px);
      padding: calc(6 * var(--_space));
      color: inherit;
      background: var(--_bg);
      border: 1px solid var(--_border);
      border-radius: calc(var(--_radius) * 1.5);
    }
    form {
      display: grid;
      gap: calc(2 * var(--_space));
    }
    .end {
      justify-content: flex-end;
    }
    @container (max-inline-size: 44rem) {
      .c3,
      [role='row'] > .c4 {
        display: none;
      }
      [role='row'] {
        grid-template-columns: 40px minmax(0, 3fr) minmax(0, 2fr) 112px;
      }
    }
    @container (max-inline-size: 34rem) {
      section {
        --_row: 112px;
      }
      [part='search'] {
        flex: 1 1 100%;
      }
      [part='header'] {
        display: flex;
      }
      [part='header'] > .c2,
      [part='header'] > .c5 {
        display: none;
      }
      [part~='row'] {
        grid-template: 1fr 1fr / 40px minmax(0, 1fr) auto;
      }
      .c1 {
        grid-column: 2 / 4;
      }
      [part~='row'] > .c2 {
        grid-column: 2;
      }
    }
    @media (forced-colors: active) {
      [part~='row-selected'] {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }
    }
  `;
