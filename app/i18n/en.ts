import { account } from './en/account.ts';
import { audit } from './en/audit.ts';
import { errors } from './en/errors.ts';
import { failures } from './en/failures.ts';
import { features } from './en/features.ts';
import { flash } from './en/flash.ts';
import { frame } from './en/frame.ts';
import { images } from './en/images.ts';
import { invitations } from './en/invitations.ts';
import { join } from './en/join.ts';
import { landing } from './en/landing.ts';
import { leave } from './en/leave.ts';
import { machines } from './en/machines.ts';
import { members } from './en/members.ts';
import { plans } from './en/plans.ts';
import { progress } from './en/progress.ts';
import { projects } from './en/projects.ts';
import { roles } from './en/roles.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { secondStep, signInSettings } from './en/sign-in-settings.ts';
import { welcome } from './en/welcome.ts';
import { widgets } from './en/widgets.ts';
import { workspaces } from './en/workspaces.ts';

/** The source catalog: what is added here must be said in every other language. */
export const en = {
  account,
  audit,
  errors,
  failures,
  features,
  flash,
  frame,
  images,
  invitations,
  join,
  landing,
  leave,
  machines,
  members,
  plans,
  progress,
  projects,
  roles,
  settings,
  secondStep,
  signIn,
  signInSettings,
  welcome,
  widgets,
  workspaces,
};
