/** All flows: whoever imports the engine from here knows every kind of operation. */
import './accept-invitation.server.ts';
import './add-domain.server.ts';
import './change-joining-role.server.ts';
import './add-machine.server.ts';
import './change-machine-role.server.ts';
import './change-avatar.server.ts';
import './change-logo.server.ts';
import './change-member-roles.server.ts';
import './close-invitation.server.ts';
import './create-organization.server.ts';
import './delete-account.server.ts';
import './invite-members.server.ts';
import './leave-organization.server.ts';
import './name-person.server.ts';
import './remove-domain.server.ts';
import './remove-machine.server.ts';
import './remove-members.server.ts';
import './require-mfa.server.ts';
import './resend-invitation.server.ts';
import './transfer-ownership.server.ts';
import './update-organization.server.ts';

export { settleOperation } from './operation.server.ts';
