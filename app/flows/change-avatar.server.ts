import type { SignedIn } from '#app/auth/session.server.ts';
import { env } from '#app/env.server.ts';
import type { Result } from '#app/failures.ts';
import { readPicture } from '#app/images/uploaded-image.server.ts';
import type { UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { paths } from '#app/paths.ts';
import { dropPortrait, keepPortrait, portraitOf, writePortrait } from '#app/tenants/images.server.ts';
import { actorOf } from './actor.server.ts';
import { oneAfterAnother } from './one-after-another.server.ts';
import { mayHaveTakenEffect, operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

type Input = { url: string | null };
type Reserved = { before: string | null };

const claimOf = (userId: UserId): string => `avatar:${userId}`;

/**
 * Gives the person a picture, in Logto and in the copy. Fails with the codes of `readPicture`, `settings-busy`,
 * `logto-unreachable`, `rate-limited`, `logto-refused`, and `still-working` when a worker finishes what Logto interrupted.
 */
export async function changeAvatar(person: SignedIn, file: Blob | null, key: string): Promise<Result<null>> {
  const picture = await readPicture(file, 'avatar');
  if (!picture.ok) return picture;
  await keepPortrait(person.userId, picture.value);
  const url = new URL(paths.image(picture.value.hash), env().APP_URL).href;
  return one(person, url, key);
}

/** Initials again. Fails as `changeAvatar` does. */
export const removeAvatar = (person: SignedIn, key: string): Promise<Result<null>> => one(person, null, key);

/** Of two at once the one that Logto heard last has to be the one that is written down last. */
const one = (person: SignedIn, url: string | null, key: string): Promise<Result<null>> =>
  oneAfterAnother(claimOf(person.userId), 'settings-busy', () => perform(actorOf(person), { url }, key));

const perform = operation<Input, Reserved, null>({
  kind: 'change-avatar',
  async reserve(db, { actor, claim }) {
    if (!(await claim(claimOf(actor.userId)))) throw new Refusal('settings-busy');
    return { before: await portraitOf(db, actor.userId) };
  },

  async steps(run) {
    const { actor, input, step } = run;
    await step('change in Logto', async () => void (await logto().users.patch(actor.userId, { avatar: input.url })));
    return write(run);
  },

  mustFinish: (run, error) => mayHaveTakenEffect(run, error, 'change in Logto'),

  // The last word is Logto's: what took effect there is written down, and else the image is nobody's.
  async undo(run) {
    const { actor, input } = run;
    const now = await logto().users.get(actor.userId);
    if (now && (now.avatar || null) === input.url) await write(run);
    else await dropPortrait(actor.userId, input.url);
  },
});

const write = ({ actor, input, reserved, write }: Run<Input, Reserved>): Promise<null> =>
  write('write it down', async (db) => {
    await writePortrait(db, actor.userId, { before: reserved.before, now: input.url });
    return null;
  });
