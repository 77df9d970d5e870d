import type { WidgetDocsTexts } from '../widget-docs-texts.ts';

export const widgetDocs: WidgetDocsTexts = {
  title: 'Widgets',
  lead: 'Two custom elements for any page of any site: the switcher between organizations, and the list of an organization’s members. Here they are in each of their states.',
  needsScripts: 'The widget is shown here when scripts run.',
  pretended:
    'Everything on this page is made up and stays in this tab. Try it: search, change roles, remove people and take it back.',
  start: {
    title: 'Put one in',
    text: 'The file is named with its hash, so that a browser runs this version or none. With a bundler, install @tenantry/widgets.',
    page: 'On the page',
    token: 'In the page’s script',
    react: 'In React 18 and 19',
  },
  attributes: { title: 'Attributes', name: 'Attribute', meaning: 'Meaning' },
  meanings: {
    'base-url': 'Where Tenantry is. Left out: the page’s own origin.',
    organization: 'Id of the organization. Left out: the switcher keeps it, and the list follows the switcher.',
    locale: 'A language, such as es. Left out: the nearest lang of the page.',
    theme: 'light, dark or auto. Left out: the page’s color-scheme.',
    label: 'What the dialog or the list is called.',
    personal: 'Name of the space without an organization, where the page has one.',
    'hide-create': 'Nobody makes an organization from here.',
    readonly: 'Nothing can be changed from here.',
  },
  states: {
    several: 'Some organizations and an invitation',
    thousand: 'A thousand organizations',
    none: 'In no organization yet',
    loading: 'Loading',
    offline: 'The network is away',
    expired: 'The session has ended',
    limited: 'Too many requests',
    owner: 'For an owner',
    reader: 'For somebody who may only look',
    huge: 'Ten thousand members',
    cards: 'In a narrow place',
    dark: 'Dark',
    waiting: 'Loading',
    unreachable: 'The service cannot be reached',
    forbidden: 'Not allowed',
  },
};
