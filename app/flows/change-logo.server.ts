import type { Access } from '#app/auth/organization.server.ts';
import { liveCheck } from '#app/auth/live-check.server.ts';
import { env } from '#app/env.server.ts';
import type { Result } from '#app/failures.ts';
import { readPicture } from '#app/images/uploaded-image.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { paths } from '#app/paths.ts';
import { dropLogo, keepLogo, logoOf, writeLogo } from '#app/tenants/images.server.ts';
import { actorIn } from './actor.server.ts';
import { oneAfterAnother } from './one-after-another.server.ts';
import { mayHaveTakenEffect, operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

type Input = { organizationId: OrganizationId; url: string | null };
type Reserved = { before: string | null };

const claimOf = (tenantId: string): string => `logo:${tenantId}`;

/**
 * Gives the organization a logo: in Logto, whose sign-in page shows it, and in the copy. Of the file only the pixels stay.
 *
 * Three calls to Logto. Fails with the codes of `readPicture`, `not-permitted`, `settings-busy`, `logto-unreachable`,
 * `rate-limited`, `logto-refused`, and `still-working` when a worker finishes what Logto interrupted.
 */
export async function changeLogo(access: Access, file: Blob | null, key: string): Promise<Result<null>> {
  const picture = await readPicture(file, 'logo');
  if (!picture.ok) return picture;
  const live = await liveCheck(access, 'manage:organization');
  if (!live.ok) return live;
  const { hash } = picture.value;
  await keepLogo(access.tenantId, picture.value);
  const url = new URL(paths.image(hash), env().APP_URL).href;
  return one(access, url, key);
}

/** Initials again. Fails as `changeLogo` does. */
export async function removeLogo(access: Access, key: string): Promise<Result<null>> {
  const live = await liveCheck(access, 'manage:organization');
  if (!live.ok) return live;
  return one(access, null, key);
}

/** Of two at once the one that Logto heard last has to be the one that is written down last. */
const one = (access: Access, url: string | null, key: string): Promise<Result<null>> =>
  oneAfterAnother(claimOf(access.tenantId), 'settings-busy', () =>
    perform(actorIn(access), { organizationId: access.organizationId, url }, key),
  );

const perform = operation<Input, Reserved, null>({
  kind: 'change-logo',
  async reserve(db, { actor, claim }) {
    if (!(await claim(claimOf(actor.tenantId!)))) throw new Refusal('settings-busy');
    return { before: await logoOf(db, actor.tenantId!) };
  },

  async steps(run) {
    const { organizationId, url } = run.input;
    await run.step('change in Logto', async () => void (await logto().organizations.changeLogo(organizationId, url)));
    return write(run);
  },

  mustFinish: (run, error) => mayHaveTakenEffect(run, error, 'change in Logto'),

  // The last word is Logto's: what took effect there is written down, and else the image is nobody's.
  async undo(run) {
    const { organizationId, url } = run.input;
    const now = await logto().organizations.get(organizationId);
    if (now?.logoUrl === url) await write(run);
    else await dropLogo(run.actor.tenantId!, url);
  },
});

const write = ({ actor, input, reserved, write }: Run<Input, Reserved>): Promise<null> =>
  write('write it down', async (db) => {
    await writeLogo(db, actor.tenantId!, { before: reserved.before, now: input.url }, actor);
    return null;
  });
