import { baseStyles } from './base.styles.ts';
import { css } from './widget-element.ts';

/** All rows of the list have one height. */
export const styles =
  baseStyles +
  css`
    :host {
      display: inline-block;
      inline-size: 15rem;
      max-inline-size: 100%;
      block-size: 2.5rem;
    }
    [part='trigger'] {
      anchor-name: --trigger;
      container-type: inline-size;
      inline-size: 100%;
      block-size: 100%;
      background: var(--_bg);
      border: 1px solid var(--_border);
      font-weight: 600;
    }
    .row {
      display: flex;
      align-items: center;
      gap: calc(2 * var(--_space));
    }
    @container (max-inline-size: 6rem) {
      .row {
        justify-content: center;
      }
      .row > :is(.name, svg) {
        display: none;
      }
    }
  `;
