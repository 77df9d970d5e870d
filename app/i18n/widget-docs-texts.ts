/** What the page about the widgets says. Apart from the catalog, because its loader brings it: no other page carries it. */
export type WidgetDocsTexts = {
  title: string;
  lead: string;
  /** Where the widgets would be, without scripts. */
  needsScripts: string;
  pretended: string;
  start: { title: string; text: string; page: string; token: string; react: string };
  attributes: { title: string; name: string; meaning: string };
  meanings: Record<WidgetAttribute, string>;
  states: Record<SwitcherState | ListState, string>;
};

export const switcherStates = ['several', 'thousand', 'none', 'loading', 'offline', 'expired', 'limited'] as const;
export const listStates = ['owner', 'reader', 'huge', 'cards', 'dark', 'waiting', 'unreachable', 'forbidden'] as const;

/** By attribute, which widget knows it. */
export const widgetAttributes = {
  'base-url': 'both',
  organization: 'both',
  locale: 'both',
  theme: 'both',
  label: 'both',
  personal: 'org-switcher',
  'hide-create': 'org-switcher',
  'member-url': 'member-list',
  readonly: 'member-list',
} as const;

export type SwitcherState = (typeof switcherStates)[number];
export type ListState = (typeof listStates)[number];
export type WidgetAttribute = keyof typeof widgetAttributes;
