import { log } from '#app/log.server.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { asApplicationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { beginErasing, eraseLater, eraseTenant, type Erasing } from '#app/tenants/closing.server.ts';

/**
 * Erases the organizations whose seven days are over: in Logto first, so that nothing there outlives what we know of it,
 * then everything of ours. Each step bears being repeated, so a run that died, or that Logto did not answer, is taken up
 * by the next one. Takes so many in one run; the others are next. Answers how many are gone.
 */
export async function eraseOrganizations(atOnce = 50): Promise<number> {
  let erased = 0;
  const bugs: unknown[] = [];
  for (const organization of await beginErasing(atOnce)) {
    try {
      await erase(organization);
      erased++;
    } catch (error) {
      await eraseLater(organization.id);
      if (isLogtoError(error)) log().warn({ err: error, tenant: organization.id }, notYet);
      else bugs.push(error); // which shall not keep the others
    }
  }
  if (bugs.length > 0) throw bugs[0];
  return erased;
}

const notYet = 'a closed organization is not erased yet: Logto does not let us';

async function erase({ id, organizationId, machines }: Erasing): Promise<void> {
  // They live on without the organization, and only our rows tell which they are.
  for (const machine of machines) await logto().applications.delete(asApplicationId(machine));
  if (organizationId) await logto().organizations.delete(organizationId);
  await eraseTenant(id);
}
