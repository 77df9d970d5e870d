/** Whom Logto takes in beyond the limit is in the copy and waits. */
import { beforeAll, describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { plans } from '#app/plans.ts';
import { bringUpSeats } from '#app/tenants/seats.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const { seats } = plans.free;

beforeAll(bringUpSeats);

const waiting = (organizationId: string) =>
  stage.sql<{ name: string }>(
    `SELECT members.name FROM members JOIN tenants ON tenants.id = tenant_id
      WHERE logto_org_id = $1 AND waits_for_seat(joined_at, user_id, roles, seated_until_at, seated_until_id)`,
    [organizationId],
  );

describe('somebody whom Logto’s console adds to a full organization', () => {
  it('is in the copy, waits, and is in when somebody is removed there', async () => {
    const ada = await stage.person('Ada');
    const others = await Promise.all(Array.from({ length: seats - 1 }, (_, at) => stage.person(`Other ${at}`)));
    const acme = await stage.organization('Acme', {
      [ada.id]: 'owner',
      ...Object.fromEntries(others.map(({ id }) => [id, 'member' as const])),
    });
    await stage.sql(`UPDATE tenants SET plan = 'free' WHERE logto_org_id = $1`, [acme]);
    const late = await stage.person('Late');
    await stage.join(acme, late.id);
    await logto().members.setRoles(acme, asUserId(late.id), ['member']);
    await stage.work();
    expect(await stage.members(acme)).toHaveLength(seats + 1);
    expect(await waiting(acme)).toEqual([{ name: 'Late' }]);

    await stage.leave(acme, others[0]!.id);
    await stage.work();
    expect(await stage.members(acme)).toHaveLength(seats);
    expect(await waiting(acme)).toEqual([]);
  });
});
