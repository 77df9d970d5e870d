/** The widgets without a page: the API, what it answers, state and texts. No DOM; for TypeScript anywhere. */
export type { Progress } from './actions.ts';
export { openChannel, type Change, type Channel } from './channel.ts';
export { createClient, newKey, type Call, type Client, type ClientOptions, type Write } from './client.ts';
export { WidgetFailure, type WidgetFailureCode } from './failure.ts';
export { membersOf, type MemberQuery, type MembersApi, type Started } from './members.ts';
export {
  membersStore,
  windowSize,
  type Asked,
  type MemberFilter,
  type MemberRow,
  type MembersOptions,
  type MembersState,
  type MembersStore,
  type Removal,
  type Report,
  type SentEntry,
} from './members-store.ts';
export {
  en,
  translator,
  type Locale,
  type MessageKey,
  type Messages,
  type Plural,
  type Texts,
  type Translate,
  type Values,
} from './messages.ts';
export {
  mostHeld,
  organizationsStore,
  type InvitationEntry,
  type OrganizationsOptions,
  type OrganizationsState,
  type OrganizationsStore,
} from './organizations-store.ts';
export { recentIn, type RecentStorage } from './recent.ts';
export { fold, searchOrganizations } from './search.ts';
export type { Store } from './store.ts';
export type { GetToken } from './token.ts';
export type {
  Invitation,
  Member,
  MemberPage,
  MembersPermissions,
  MemberSort,
  Operation,
  Organization,
  OrganizationPage,
  Outcome,
  Page,
  Problem,
  Role,
  RoleFilter,
  SentInvitation,
} from './types.ts';
