/**
 * What a widget token may cover, beside whatever the person may do: the host that asks for one names what its page
 * needs. Plain data, so the API, its reference and the settings page read the same list.
 */
export const widgetScopes = {
  'organizations:read': 'List the person’s organizations',
  'organizations:create': 'Create an organization',
  'invitations:answer': 'See, accept and decline invitations to the person',
  'members:read': 'List the members and their roles',
  'members:manage': 'Change roles of members and remove them',
  'invitations:manage': 'Invite people, send again and withdraw',
  'membership:leave': 'Leave the organization',
  'ownership:transfer': 'Hand the organization over to another owner',
} as const satisfies Record<string, string>;

export type WidgetScope = keyof typeof widgetScopes;

export const widgetScopeNames = Object.keys(widgetScopes) as WidgetScope[];

export const isWidgetScope = (name: string): name is WidgetScope => Object.hasOwn(widgetScopes, name);

/** What only an owner does, or what cannot be taken back: no machine gets a token for it. */
export const ownScopes: readonly WidgetScope[] = ['membership:leave', 'ownership:transfer'];
