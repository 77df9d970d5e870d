/** The core, and the types of the elements. Nothing here needs a page; `./define` and `./org-switcher` do. */
export * from './core/index.ts';
export type { OrgSwitcher } from './elements/org-switcher.ts';
export type * from './elements/org-switcher.events.ts';
