import type { WidgetFailure, WidgetFailureCode } from '../core/failure.ts';

export type WidgetErrorDetail = { code: WidgetFailureCode; failure: WidgetFailure; retry: () => void };

/** Of every widget. All events bubble and leave the shadow tree. */
export interface WidgetEventMap {
  'widget-error': CustomEvent<WidgetErrorDetail>;
  /** Milliseconds from being in the page to showing what was asked for. */
  'widget-ready': CustomEvent<{ ms: number }>;
}

/** False: it was canceled, as those named `…-before-…` can be. */
export const dispatch = (target: EventTarget, name: string, detail: unknown): boolean =>
  target.dispatchEvent(
    new CustomEvent(name, { detail, cancelable: name.includes('-before'), bubbles: true, composed: true }),
  );
