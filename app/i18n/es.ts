import type { Catalog } from './catalog.ts';
import { account } from './es/account.ts';
import { audit } from './es/audit.ts';
import { errors } from './es/errors.ts';
import { failures } from './es/failures.ts';
import { features } from './es/features.ts';
import { flash } from './es/flash.ts';
import { frame } from './es/frame.ts';
import { images } from './es/images.ts';
import { invitations } from './es/invitations.ts';
import { join } from './es/join.ts';
import { landing } from './es/landing.ts';
import { leave } from './es/leave.ts';
import { machines } from './es/machines.ts';
import { members } from './es/members.ts';
import { plans } from './es/plans.ts';
import { progress } from './es/progress.ts';
import { projects } from './es/projects.ts';
import { roles } from './es/roles.ts';
import { settings } from './es/settings.ts';
import { signIn } from './es/sign-in.ts';
import { secondStep, signInSettings } from './es/sign-in-settings.ts';
import { welcome } from './es/welcome.ts';
import { widgets } from './es/widgets.ts';
import { workspaces } from './es/workspaces.ts';

export const es: Catalog = {
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
