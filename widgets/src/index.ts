/** The core, and the types of the elements. Nothing here needs a page; `./define`, `./org-switcher` and `./member-list` do. */
export * from './core/index.ts';
export type { MemberList } from './elements/member-list.ts';
export type { OrgSwitcher } from './elements/org-switcher.ts';
export type * from './elements/member-list.events.ts';
export type * from './elements/org-switcher.events.ts';
export type { WidgetErrorDetail, WidgetEventMap } from './elements/widget-events.ts';
