/**
 * The slug of an organization: its place in the URL, `/o/:slug`. 2–48 characters, a–z, 0–9 and single hyphens inside.
 * Pure, so that the form can suggest one in the browser by the same rules that the server enforces.
 */
export const slugMaxLength = 48;
export const slugMinLength = 2;

const shape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Words that would read as ours, or that we may want for pages of our own. */
const reserved = new Set(
  (
    'about account admin administrator api app apps assets audit auth billing blog dashboard docs download email ' +
    'enterprise explore features feedback files forum help home import inbox index info integrations internal ' +
    'invitations invite invites join legal local login logout logto mail marketplace me member members my new news ' +
    'null oauth official onboarding organization organizations owner preferences pricing privacy profile public ' +
    'register root search security self settings setup share shop signin signup sign-in sign-out sign-up site staff ' +
    'static status store support system team teams tenant tenants tenantry terms test undefined user users webhook ' +
    'webhooks welcome widgets workspace workspaces www'
  ).split(' '),
);

export type SlugProblem = 'slug-invalid' | 'slug-reserved';

/** What the live check of the form answers. */
export type SlugAnswer = { slug: string; problem: SlugProblem | 'slug-taken' | null };

export function slugProblem(slug: string): SlugProblem | undefined {
  if (slug.length < slugMinLength || slug.length > slugMaxLength || !shape.test(slug)) return 'slug-invalid';
  return reserved.has(slug) ? 'slug-reserved' : undefined;
}

/** `Ångström & Söhne` → `angstrom-sohne`; empty when nothing of the name can be kept. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugMaxLength)
    .replace(/^-+|-+$/g, '');
