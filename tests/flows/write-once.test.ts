import { expect, it } from 'vitest';
import { audit } from '#app/tenants/audit.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { writeAndRemember } from '#app/tenants/operations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage } from './member-stage.ts';

const { logto: server } = await testApp();

it('what an operation writes is written once, though two processes are at work on it', async () => {
  const party = await memberStage(server).organization({ Ada: ['owner'] });
  const { tenantId } = party;
  const actor = { userId: party.id('Ada'), name: 'Ada', ip: '', tenantId };
  const data = { actorId: actor.userId, tenantId, kind: 'change-member-roles', key: 'k', inputHash: '' };
  const { id } = await asSystem((db) =>
    db.operation.create({ data: { ...data, input: {}, context: {}, leaseUntil: new Date() }, select: { id: true } }),
  );
  const write = (answer: string) =>
    writeAndRemember(actor, id, { name: 'a step', leaseMs: 1_000 }, async (db) => {
      await audit(db, { tenantId, actor, action: 'member.removed' });
      return answer;
    });
  const answers = await Promise.all([write('one'), write('two')]);
  expect(new Set(answers).size).toBe(1);
  expect(await party.audit()).toHaveLength(1);
});
