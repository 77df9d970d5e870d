import { expect, it } from 'vitest';
import { changePlan } from '#app/flows/change-plan.server.ts';
import { plans } from '#app/plans.ts';
import { createProject } from '#app/tenants/projects.server.ts';
import { testApp } from '#tests/support/app.ts';
import { invitationStage } from './invitations-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();

const operator = { userId: '', name: 'Operator', ip: '' };

async function makeOn(plan: 'free' | 'unlimited', count: number) {
  const { access } = await invitationStage(server);
  await changePlan(access.tenantId, plan, operator);
  const make = (at: number) => createProject(access.tenantId, operator, `Project ${at}`, newKey());
  return Promise.all(Array.from({ length: count }, (_, at) => make(at)));
}

it('a plan’s projects end at its limit, for many at once too', async () => {
  const limit = plans.free.projects;
  const answers = await makeOn('free', limit + 5);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(limit);
  expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'projects-used-up', values: { limit } });
});

it('a plan without a limit has none', async () => {
  const answers = await makeOn('unlimited', plans.free.projects + 1);
  expect(answers.every(({ ok }) => ok)).toBe(true);
});
