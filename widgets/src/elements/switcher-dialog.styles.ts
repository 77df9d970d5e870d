import { css } from './widget-element.ts';

/** All rows of the list have one height. */
export const styles = css`
  [popover] {
    position-anchor: --trigger;
    position-area: block-end span-inline-end;
    position-try:
      flip-block,
      flip-inline,
      flip-block flip-inline,
      --below,
      --above;
    /* Without an anchor, where it stands: below the trigger. */
    inset: auto;
    margin: var(--_space) 0;
    padding: 0;
    inline-size: min(20rem, 100vw - 16px);
    max-block-size: calc(100dvh - 16px);
    overflow: hidden auto;
    overscroll-behavior: contain;
    color: inherit;
    background: var(--_bg);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.5);
    box-shadow:
      0 1px 2px #0001,
      0 8px 24px -6px #0003;
  }
  [popover]:popover-open,
  .dialog {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  @position-try --below {
    max-block-size: 100%;
  }
  @position-try --above {
    position-area: block-start span-inline-end;
    max-block-size: 100%;
  }
  [part='search'] {
    flex: none;
    block-size: 44px;
    padding-inline: calc(4 * var(--_space));
    border-radius: 0;
    border-block-end: 1px solid var(--_border);
  }
  [part='search']:focus-visible {
    outline: 0;
    border-block-end-color: var(--_accent);
    box-shadow: 0 1px var(--_accent);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [part='listbox'] {
    flex: 0 1 auto;
    min-block-size: calc(3 * var(--_row));
    max-block-size: var(--org-w-list-height, calc(8.5 * var(--_row)));
    margin: 0;
    padding: var(--_space);
    overflow: hidden auto;
    overscroll-behavior: contain;
    scroll-padding-block: var(--_row) var(--_space);
  }
  .group {
    position: relative;
    block-size: calc(var(--_row) * var(--rows));
  }
  [part~='option'] {
    display: flex;
    align-items: center;
    gap: calc(2 * var(--_space));
    position: absolute;
    inset-inline: 0;
    inset-block-start: calc(var(--_row) * var(--row));
  }
  [part~='option'],
  .heading {
    block-size: var(--_row);
    padding-inline: calc(2 * var(--_space));
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .heading {
    padding-block-start: 0.9em;
    font-size: 0.86em;
    font-weight: 500;
    color: var(--_muted);
    cursor: default;
  }
  [part~='option-active'] {
    background-color: color-mix(in oklab, var(--_accent) 14%, transparent);
  }
  [part~='option'] svg {
    color: var(--_accent);
  }
  [part~='option'] [part='badge'] {
    color: var(--_muted);
    background: var(--_hover);
  }
  p {
    margin: 0;
    padding: calc(2 * var(--_space)) calc(4 * var(--_space));
    color: var(--_muted);
  }
  ul,
  form,
  [part='create'],
  [part='status'],
  ::slotted([slot='footer']) {
    flex: none;
    margin: 0;
    padding: calc(2 * var(--_space)) calc(3 * var(--_space));
    border-radius: 0;
    border-block-start: 1px solid var(--_border);
    list-style: none;
  }
  [part='create'],
  ::slotted(a[slot='footer']) {
    display: flex;
    align-items: center;
    gap: calc(2 * var(--_space));
    box-sizing: border-box;
    min-block-size: 44px;
    inline-size: 100%;
    color: inherit;
    text-decoration: none;
  }
  [part='invitation'] {
    display: flex;
    align-items: start;
    gap: calc(2 * var(--_space));
    padding-block: calc(2 * var(--_space));
  }
  [part='invitation'] > div {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    gap: calc(2 * var(--_space));
    margin-block-start: calc(2 * var(--_space));
  }
  small {
    display: block;
    font-size: 0.93em;
    color: var(--_muted);
    white-space: normal;
  }
  .failure {
    color: var(--_danger);
  }
  form,
  [part='status'] {
    display: flex;
    flex-direction: column;
    gap: var(--_space);
    padding-block: calc(3 * var(--_space));
  }
  label {
    font-weight: 500;
  }
  [part='name'] {
    block-size: 36px;
    border: 1px solid var(--_control);
  }
  [part='name'][aria-invalid='true'] {
    border-color: var(--_danger);
  }
  [part~='button'] {
    align-self: start;
    min-block-size: 32px;
    padding-inline: calc(3 * var(--_space));
    font-weight: 500;
    border: 1px solid var(--_control);
  }
  :is([part~='accept'], [part~='submit']) {
    color: var(--_accent-fg);
    background: var(--_accent);
    border-color: transparent;
  }
  .dialog > .skeleton {
    flex: none;
    block-size: 20px;
    margin: 12px;
  }
  @media (forced-colors: active) {
    :host([theme]) {
      color-scheme: inherit;
    }
    [part~='option-active'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    [part~='avatar'] {
      border: 1px solid;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    [popover] {
      transition:
        opacity 140ms ease-out,
        translate 140ms ease-out;
      @starting-style {
        opacity: 0;
        translate: 0 -4px;
      }
    }
  }
`;
