/**
 * `npm run plan`: what plans there are, and how many organizations are on each. `npm run plan -- SLUG PLAN` puts one on
 * another plan. `npm run setting -- SLUG NAME VALUE` switches a setting for it, also what its admins cannot.
 */
import { changePlan } from '#app/flows/change-plan.server.ts';
import { operateSetting } from '#app/flows/change-setting.server.ts';
import { definitionOf, isSetting, settingNames } from '#app/organization-settings.ts';
import { isPlan, type Limits, planNames, planOfUnknown, plans } from '#app/plans.ts';
import { asSystem, closeDatabase } from '#app/tenants/db.server.ts';
import { bringUpSeats } from '#app/tenants/seats.server.ts';

/** In the audit log. */
const operator = { userId: '', name: 'Operator', ip: '' };

/** What the operator can do something about: told without a stack. */
class Mistake extends Error {}

const given = process.argv.slice(2).filter((argument) => argument !== '--setting');
try {
  if (process.argv.includes('--setting')) await switchSetting(given);
  else if (given.length === 0) await list();
  else await change(given);
} catch (error) {
  if (!(error instanceof Mistake)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

async function list(): Promise<void> {
  const rows = await asSystem((db) => db.tenant.groupBy({ by: ['plan'], _count: true, where: { state: 'active' } }));
  const on = (plan: string) => rows.find((row) => row.plan === plan)?._count ?? 0;
  for (const name of planNames) console.log(`${name.padEnd(12)} ${String(on(name)).padStart(6)}  ${told(plans[name])}`);
  for (const { plan, _count } of rows.filter((row) => !isPlan(row.plan)))
    console.log(`${plan.padEnd(12)} ${String(_count).padStart(6)}  not in app/plans.ts: counts as ${planOfUnknown}`);
}

const told = (limits: Limits) =>
  Object.entries(limits)
    .map(([name, limit]) => `${name} ${limit ?? 'unlimited'}`)
    .join(', ');

async function change([slug, plan, ...more]: string[]): Promise<void> {
  if (!slug || !plan || more.length > 0) throw new Mistake('Usage: npm run plan -- SLUG PLAN');
  if (!isPlan(plan)) throw new Mistake(`There is no plan ${plan}. Plans of app/plans.ts: ${planNames.join(', ')}.`);
  await bringUpSeats(); // a plan that this release brings
  const changed = await changePlan(await idAt(slug), plan, operator);
  if (!changed.ok) throw new Mistake(`No workspace is at ${slug}.`);
  const { from } = changed.value;
  console.log(from === plan ? `${slug} is on ${plan} already.` : `${slug} is on ${plan} now. Before: ${from}.`);
}

async function switchSetting([slug, name, value, ...more]: string[]): Promise<void> {
  if (!slug || !name || value === undefined || more.length > 0)
    throw new Mistake(`Usage: npm run setting -- SLUG NAME VALUE\nSettings: ${settingNames.join(', ')}.`);
  if (!isSetting(name)) throw new Mistake(`There is no setting ${name}. Settings: ${settingNames.join(', ')}.`);
  const changed = await operateSetting(await idAt(slug), name, value, operator);
  if (!changed.ok && changed.code === 'setting-invalid')
    throw new Mistake(`${value} does not fit ${name}: ${JSON.stringify(definitionOf(name))}.`);
  if (!changed.ok) throw new Mistake(`No workspace is at ${slug}.`);
  console.log(`${name} of ${slug} is ${value} now.`);
}

async function idAt(slug: string): Promise<string> {
  const found = await asSystem((db) => db.tenant.findUnique({ where: { slug }, select: { id: true, state: true } }));
  if (found?.state !== 'active') throw new Mistake(`No workspace is at ${slug}.`);
  return found.id;
}
