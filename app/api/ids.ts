/**
 * The name of every address of the API, as OpenAPI has it. Plain data: the catalogs say something of each, and an address
 * without a text does not compile.
 */
export const endpointIds = [
  'getMe',
  'listOrganizations',
  'createOrganization',
  'getOrganization',
  'updateOrganization',
  'closeOrganization',
  'leaveOrganization',
  'transferOwnership',
  'getOperation',
  'cancelOperation',
  'listMembers',
  'getMember',
  'changeMemberRole',
  'removeMember',
  'changeMembers',
  'listInvitations',
  'inviteMembers',
  'resendInvitation',
  'withdrawInvitation',
  'listMyInvitations',
  'acceptInvitation',
  'declineInvitation',
  'createWidgetToken',
  'getOpenApi',
] as const;

export type EndpointId = (typeof endpointIds)[number];
