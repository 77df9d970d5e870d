import { css } from './widget-element.ts';

/** What all widgets look like. A page sets `--org-w-…` and `::part(…)`; what begins with `--_` is ours. */
export const baseStyles = css`
  :host {
    --_bg: var(--org-w-bg, light-dark(#fff, oklch(0.222 0.009 260)));
    --_fg: var(--org-w-fg, light-dark(oklch(0.235 0.012 260), oklch(0.94 0.004 260)));
    --_muted: var(--org-w-muted, light-dark(oklch(0.495 0.012 260), oklch(0.715 0.01 260)));
    --_border: var(--org-w-border, light-dark(oklch(0.908 0.005 95), oklch(0.305 0.01 260)));
    --_control: var(--org-w-control, light-dark(oklch(0.64 0.01 260), oklch(0.55 0.012 260)));
    --_accent: var(--org-w-accent, light-dark(oklch(0.5 0.106 165), oklch(0.76 0.12 165)));
    --_accent-fg: var(--org-w-accent-fg, light-dark(#fff, oklch(0.2 0.03 165)));
    --_danger: var(--org-w-danger, light-dark(oklch(0.525 0.19 27), oklch(0.74 0.145 25)));
    --_radius: var(--org-w-radius, 8px);
    --_space: var(--org-w-space, 4px);
    --_row: max(36px, 2.25rem);
    --_hover: color-mix(in oklab, var(--_fg) 6%, transparent);
    color: var(--_fg);
    font: 400 max(13px, 0.875rem) / 1.43 var(--org-w-font, ui-sans-serif, system-ui, sans-serif);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
  * {
    box-sizing: border-box;
  }
  button,
  input {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    border-radius: var(--_radius);
    padding: 0 calc(2 * var(--_space));
    min-block-size: 28px;
  }
  button {
    cursor: pointer;
    text-align: start;
  }
  button:hover,
  [role='option']:hover {
    background-image: linear-gradient(var(--_hover), var(--_hover));
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  svg {
    flex: none;
    inline-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    color: var(--_muted);
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .name {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .skeleton {
    flex: 1;
    block-size: 1em;
    border-radius: var(--_radius);
    background: var(--_hover);
    visibility: hidden;
    animation: appear 0s 300ms forwards;
  }
  @keyframes appear {
    to {
      visibility: visible;
    }
  }
  [part='badge'] {
    flex: none;
    padding: 0 6px;
    border-radius: 99px;
    font-size: 0.86em;
    font-weight: 500;
    color: var(--_accent-fg);
    background: var(--_accent);
  }
  [part='avatar'] {
    flex: none;
    position: relative;
    overflow: hidden;
    inline-size: 24px;
    line-height: 24px;
    text-align: center;
    border-radius: calc(var(--_radius) * 0.625);
    font-size: 11px;
    font-weight: 600;
    background: light-dark(oklch(0.915 0.045 var(--hue)), oklch(0.37 0.055 var(--hue)));
    color: light-dark(oklch(0.4 0.085 var(--hue)), oklch(0.92 0.035 var(--hue)));
  }
  img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
`;
