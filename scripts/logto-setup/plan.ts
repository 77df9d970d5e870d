/** Looks at all steps, and applies what they found. */
import { setTimeout as pause } from 'node:timers/promises';
import { isLogtoError, isTransient } from '#app/logto/errors.server.ts';
import { accountCenter } from './account-center.ts';
import { apiResource } from './api-resource.ts';
import { webApplication } from './application.ts';
import { namedOrganizations } from './id-token.ts';
import { organizationPermissions } from './permissions.ts';
import { organizationRoles } from './roles.ts';
import { emailSignIn, organizationMfa, waysBack } from './sign-in-experience.ts';
import { SetupRefusal, type Change, type SetupContext, type SetupStep } from './step.ts';
import { webhook } from './webhook.ts';

export const steps: SetupStep[] = [
  organizationPermissions,
  organizationRoles,
  webApplication,
  apiResource,
  webhook,
  emailSignIn,
  organizationMfa,
  waysBack,
  namedOrganizations,
  accountCenter,
];

export type PlannedChange = { step: string; what: string };

export type Plan = { step: SetupStep; changes: Change[] }[];

export const changesOf = (plan: Plan): PlannedChange[] =>
  plan.flatMap(({ step, changes }) => changes.map(({ what }) => ({ step: step.name, what })));

/** All refusals at once, a line each, so that nobody meets them one by one. */
export const makePlan = async (context: SetupContext): Promise<Plan> => {
  const looks = await Promise.allSettled(steps.map(async (step) => ({ step, changes: await step.look(context) })));
  const reasons = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as unknown] : []));
  const refusals = reasons.filter((reason) => reason instanceof SetupRefusal);
  if (reasons.length > refusals.length) throw reasons.find((reason) => !(reason instanceof SetupRefusal));
  if (refusals.length > 0) throw new SetupRefusal(refusals.map(({ message }) => message).join('\n'));
  return looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
};

/** @param onDone is told of each change once Logto has it. */
export const applyPlan = async (
  context: SetupContext,
  plan: Plan,
  onDone: (change: PlannedChange) => void = () => undefined,
): Promise<void> => {
  for (const { step, changes } of plan) await applyStep(context, step, changes, onDone);
};

const maxLooks = 3;

// Made by another run at the same time, or by a call of ours whose answer was lost; and a permission that went away
// between looking and giving it to a role, after which 1.37 keeps the half-made role.
const madeMeanwhile = [
  'entity.unique_integrity_violation',
  'entity.relation_foreign_key_not_found',
  'resource.resource_identifier_in_use',
  'application.secret_name_exists',
];

const worthALook = (error: unknown) =>
  isLogtoError(error) && (error.effect === 'unknown' || isTransient(error) || madeMeanwhile.includes(error.code ?? ''));

/**
 * A second POST makes a second application or webhook, so a change is never sent twice: after a lost answer the step
 * looks again, after a pause, since a call in flight may still take effect; and applies only what is still to do.
 */
const applyStep = async (
  context: SetupContext,
  step: SetupStep,
  planned: Change[],
  onDone: (change: PlannedChange) => void,
): Promise<void> => {
  let left = planned;
  for (let looks = 1; left.length > 0;) {
    const [change, ...rest] = left as [Change, ...Change[]];
    try {
      await change.apply();
      left = rest;
    } catch (error) {
      if (!worthALook(error) || looks++ === maxLooks) throw error;
      await pause(context.settleMs);
      left = await step.look(context);
      if (left.some(({ what }) => what === change.what)) continue;
      looks = 1; // it went on: another run may be making the next one too
    }
    onDone({ step: step.name, what: change.what });
  }
};
