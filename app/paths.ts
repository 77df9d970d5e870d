/** Every address of the app, so that a changed route is changed once. Usable on both sides. */
const at = (slug: string) => `/o/${encodeURIComponent(slug)}`;

export const paths = {
  landing: '/',
  signIn: (returnTo?: string) => `/auth/sign-in${returnTo ? `?returnTo=${encodeURIComponent(returnTo)}` : ''}`,
  signUp: (returnTo?: string) =>
    `/auth/sign-in?first_screen=register${returnTo ? `&returnTo=${encodeURIComponent(returnTo)}` : ''}`,
  signOut: '/auth/sign-out',
  welcome: '/welcome',
  /** Asks somebody without a name for one, and leads on. */
  naming: (returnTo: string) => `/welcome?returnTo=${encodeURIComponent(returnTo)}`,
  /** The way in: on to the only workspace of whoever has one, else the list. */
  workspaces: '/workspaces',
  allWorkspaces: '/workspaces?all',
  newWorkspace: '/workspaces/new',
  slugCheck: '/workspaces/slug',
  account: '/account',
  preferences: '/preferences',
  home: at,
  projects: (slug: string) => `${at(slug)}/projects`,
  members: (slug: string) => `${at(slug)}/members`,
  member: (slug: string, userId: string) => `${at(slug)}/members/${encodeURIComponent(userId)}`,
  leave: (slug: string) => `${at(slug)}/leave`,
  invitations: (slug: string) => `${at(slug)}/invitations`,
  newInvitation: (slug: string) => `${at(slug)}/invitations/new`,
  /** How far an operation is that goes on without whoever started it. */
  progress: (slug: string, operationId: string) => `${at(slug)}/progress/${operationId}`,
  auditLog: (slug: string) => `${at(slug)}/audit`,
  settings: (slug: string) => `${at(slug)}/settings`,
  logo: (slug: string) => `${at(slug)}/settings/logo`,
  signInSettings: (slug: string) => `${at(slug)}/settings/sign-in`,
  machines: (slug: string) => `${at(slug)}/settings/machines`,
  newMachine: (slug: string) => `${at(slug)}/settings/machines/new`,
  machine: (slug: string, applicationId: string) =>
    `${at(slug)}/settings/machines/${encodeURIComponent(applicationId)}`,
  newApiKey: (slug: string) => `${at(slug)}/settings/machines/keys/new`,
  apiKey: (slug: string, id: string) => `${at(slug)}/settings/machines/keys/${encodeURIComponent(id)}`,
  widgets: (slug: string) => `${at(slug)}/settings/widgets`,
  plan: (slug: string) => `${at(slug)}/settings/plan`,
  features: (slug: string) => `${at(slug)}/settings/features`,
  /** A closed workspace: until when, and for its owners the way back. */
  closed: (slug: string) => `/closed/${encodeURIComponent(slug)}`,
  /** The organization's own way in, with its name and logo on Logto's page. */
  signInTo: (slug: string) => `/to/${encodeURIComponent(slug)}`,
  /** `name`: with version and hash, which never changes what it stands for. */
  widgetScript: (name: string) => `/widgets/${name}.js`,
  image: (hash: string) => `/images/${hash}.png`,
  deleteAccount: '/account/delete',
  /** Who calls, for machines. */
  apiMe: '/api/v1/me',
  /** Below `/api/v1`, of the reference. */
  api: (path: string) => `/api/v1${path}`,
  apiReference: '/docs/api',
  widgetDocs: '/docs/widgets',
  openapi: '/api/v1/openapi.json',
  auditExport: (slug: string) => `${at(slug)}/audit.csv`,
  /** What the mail links to. The secret leaves the address bar at once: see routes/join.tsx. */
  join: (secret: string) => `/join/${secret}`,
  /** Tells nothing by itself: whoever copies it copies no secret. */
  invitation: (id: string) => `/invitations/${id}`,
} as const;
