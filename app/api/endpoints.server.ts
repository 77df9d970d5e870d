import type { Endpoint } from './endpoint.server.ts';
import * as invitations from './invitations.server.ts';
import { getMe } from './me.server.ts';
import * as members from './members.server.ts';
import * as myInvitations from './my-invitations.server.ts';
import { openApiOf } from './openapi.server.ts';
import { cancelOperation, getOperation } from './operations.server.ts';
import * as organizations from './organizations.server.ts';
import { createWidgetToken } from './widget-tokens.server.ts';

/** Every address of the API, in the order of the reference. Whatever a module of addresses exports is one. */
const listed: Endpoint[] = [
  ...Object.values(organizations),
  ...Object.values(members),
  ...Object.values(invitations),
  ...Object.values(myInvitations),
  getOperation,
  cancelOperation,
  createWidgetToken,
  getMe,
];

export const endpoints: readonly Endpoint[] = [...listed, openApiOf(listed)];
