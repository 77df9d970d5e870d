import type { UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { samePerson } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { findUsers, usersAfter } from '#app/tenants/reconcile.server.ts';
import { copyUser, personOf } from '../copy-user.server.ts';
import { byHundred, everyRow } from './every-row.server.ts';
import type { Settle } from './finding.ts';

/** All people of the Logto tenant. Before the organizations: a member is somebody whom the copy has. `step` is told how many were looked at. */
export async function reconcileUsers(settle: Settle, step: (done: number) => void): Promise<void> {
  const seen = new Set<string>();
  for await (const users of byHundred(everyRow(() => logto().users.listAll(), seen))) {
    const ids = users.map(({ id }) => id);
    const known = await asSystem((db) => findUsers(db, ids));
    for (const user of users) {
      const before = known.get(user.id) ?? null;
      if (before && samePerson(personOf(user), before)) continue;
      await settle({ what: 'user', id: user.id, difference: before ? 'different' : 'missing' }, () => mend(user.id));
    }
    step(seen.size);
  }
  await lookForTheGone(seen, settle);
}

/** That a list does not name them removes nobody: Logto is asked for each. */
async function lookForTheGone(seen: Set<string>, settle: Settle): Promise<void> {
  let after = '';
  for (;;) {
    const ids = await asSystem((db) => usersAfter(db, after));
    for (const id of ids) {
      if (seen.has(id) || (await logto().users.get(id))) continue;
      await settle({ what: 'user', id, difference: 'gone' }, () => mend(id));
    }
    if (ids.length === 0) return;
    after = ids.at(-1)!;
  }
}

/** An account that its owner is just deleting stays until that has ended. */
async function mend(id: UserId): Promise<boolean> {
  await copyUser(id);
  const [user, copied] = [await logto().users.get(id), await asSystem((db) => findUsers(db, [id]))];
  const now = copied.get(id) ?? null;
  return user ? samePerson(personOf(user), now) : now === null;
}
