/** All flows: whoever imports the engine from here knows every kind of operation. */
import './accept-invitation.server.ts';
import './change-member-roles.server.ts';
import './close-invitation.server.ts';
import './create-organization.server.ts';
import './invite-members.server.ts';
import './leave-organization.server.ts';
import './name-person.server.ts';
import './remove-members.server.ts';
import './resend-invitation.server.ts';
import './transfer-ownership.server.ts';

export { settleOperation } from './operation.server.ts';
