export type Variables = Record<string, string | number>;

/** Explanations by code. `{{name}}` is filled in. Where a language lacks a text, English is given. */
const texts: Record<string, Record<string, string>> = {
  en: {
    'auth.authorization_header_missing': 'Authorization header is missing.',
    'auth.authorization_token_type_not_supported': 'Authorization type is not supported.',
    'auth.unauthorized': 'Unauthorized. Please check credentials and its scope.',
    'auth.forbidden': 'Forbidden. Please check your user roles and permissions.',
    'auth.jwt_sub_missing': 'Missing `sub` in JWT.',
    'guard.invalid_input': 'The request {{type}} is invalid.',
    'guard.invalid_pagination': 'The request pagination value is invalid.',
    'request.invalid_input': 'Input is invalid. {{details}}',
    'request.message_rate_limited': 'Too many messages were sent to this recipient. Please try again later.',
    'entity.invalid_input': 'Invalid input. {{details}}',
    'entity.not_found': 'The resource does not exist.',
    'entity.not_exists': 'The {{name}} does not exist.',
    'entity.not_exists_with_id': 'The {{name}} with ID `{{id}}` does not exist.',
    'entity.unique_integrity_violation': 'The entity already exists. Please check the input and try again.',
    'entity.relation_foreign_key_not_found':
      'Cannot find one or more foreign keys. Please check the input and ensure that all referenced entities exist.',
    'entity.db_constraint_violated': 'Database constraint violated.',
    'organization.require_membership': 'The user must be a member of the organization to proceed.',
    'organization.role_names_not_found':
      'Invalid role names detected: {{names}}. Please create these roles first before proceeding.',
    'application.role_exists': 'The role id {{roleId}} is already been added to this application.',
    'application.secret_name_exists': 'Secret name already exists. Please use a different name.',
    'connector.not_found': 'Cannot find any available connector for type: {{type}}.',
    'connector.not_found_with_connector_id': 'Cannot find connector with given standard connector id.',
    'hook.missing_events': 'You need to provide at least one event.',
    'hook.send_test_payload_failed': 'Failed to send test payload. Error message: {{message}}',
    'hook.endpoint_responded_with_error': 'Endpoint responded with error.',
    'sign_in_experiences.enabled_connector_not_found': 'Enabled {{type}} connector not found.',
    'sign_in_experiences.passwordless_requires_verify': 'Must enable verify for email/phone sign-up identifier.',
    'sign_in_experiences.username_requires_password': 'Must enable set a password for username sign-up identifier.',
    'user.username_already_in_use': 'This username is already in use.',
    'user.email_already_in_use': 'This email is associated with an existing account.',
    'user.phone_already_in_use': 'This phone number is associated with an existing account.',
    'user.suspended': 'This account is suspended.',
    'user.user_not_exist': 'User with {{identifier}} does not exist.',
    'user.missing_profile': 'You need to provide additional info before signing-in.',
    'user.missing_mfa': 'You should bind additional MFA before signing-in.',
    'user.require_mfa_verification': 'Mfa verification is required to sign in.',
    'user.sign_up_method_not_enabled': 'This sign-up method is not enabled.',
    'user.sign_in_method_not_enabled': 'This sign-in method is not enabled.',
    'user.password_required_in_profile': 'You need to set a password before signing-in.',
    'user.password_and_digest': 'You cannot set both plain text password and password digest.',
    'user.password_algorithm_required': 'Password algorithm is required when setting password digest.',
    'user.identity_already_in_use': 'This identity has been associated with an existing account.',
    'auth.forbidden_registration': 'Registration is not enabled.',
    'password.rejected': 'Password rejected. Please check your password meets the requirements.',
    'session.not_found': 'Session not found. Please go back and sign in again.',
    'session.invalid_credentials': 'Incorrect account or password. Please check your input.',
    'session.verification_session_not_found':
      'The verification was not successful. Restart the verification flow and try again.',
    'session.verification_failed': 'The verification was not successful. Restart the verification flow and try again.',
    'session.identifier_not_found': 'User identifier not found. Please go back and sign in again.',
    'session.interaction_not_found': 'Interaction session not found. Please go back and start the session again.',
    'session.verification_blocked_too_many_attempts':
      'Too many attempts in a short time. Please try again in {{relativeTime}}.',
    'session.mfa.invalid_totp_code': 'Invalid TOTP code.',
    'session.mfa.invalid_backup_code': 'Invalid backup code.',
    'session.mfa.require_mfa_verification': 'Mfa verification is required to sign in.',
    'verification_code.code_mismatch': 'Invalid verification code.',
    'verification_code.not_found': 'Verification code not found. Please send verification code first.',
    'verification_code.expired': 'Verification code has expired. Please request a new one.',
    'verification_code.exceed_max_try':
      'The verification code retries limitation exceeded. Please request a new verification code.',
    'one_time_token.token_not_found': 'Token not found with given email and token.',
    'one_time_token.email_mismatch': 'Email mismatch with the given token.',
    'one_time_token.token_expired': 'The token is expired.',
    'one_time_token.token_consumed': 'The token has been consumed.',
    'one_time_token.token_revoked': 'The token has been revoked.',
    'account_center.not_enabled': 'Account center is not enabled.',
    'oidc.invalid_target': 'Invalid resource indicator.',
    'oidc.invalid_request': 'Request is invalid.',
    'oidc.invalid_grant': 'Grant request is invalid.',
    'oidc.invalid_token': 'Invalid token provided.',
    'oidc.access_denied': 'Access denied.',
    'oidc.insufficient_scope': 'Token missing scope `{{scope}}`.',
    'oidc.invalid_scope': 'Scope {{error_description}} is invalid.',
    'oidc.invalid_redirect_uri': "`redirect_uri` did not match any of the client's registered `redirect_uris`.",
    'oidc.unsupported_grant_type': 'Unsupported `grant_type` requested.',
  },
  es: {
    'auth.authorization_header_missing': 'Falta la cabecera de autorización.',
    'auth.unauthorized': 'No autorizado. Revisa las credenciales y su alcance.',
    'auth.forbidden': 'Prohibido. Revisa tus roles y permisos.',
    'entity.not_found': 'El recurso no existe.',
    'entity.not_exists': 'No existe {{name}}.',
    'entity.not_exists_with_id': 'No existe {{name}} con el ID `{{id}}`.',
    'entity.unique_integrity_violation': 'La entidad ya existe. Revisa los datos e inténtalo de nuevo.',
    'organization.require_membership': 'La persona debe ser miembro de la organización para continuar.',
    'user.username_already_in_use': 'Este nombre de usuario ya está en uso.',
    'user.email_already_in_use': 'Este correo pertenece a una cuenta existente.',
    'user.suspended': 'Esta cuenta está suspendida.',
    'session.not_found': 'No se encontró la sesión. Vuelve atrás e inicia sesión de nuevo.',
    'session.invalid_credentials': 'Cuenta o contraseña incorrecta. Revisa los datos.',
    'session.verification_blocked_too_many_attempts':
      'Demasiados intentos en poco tiempo. Inténtalo de nuevo en {{relativeTime}}.',
    'session.mfa.invalid_totp_code': 'Código TOTP no válido.',
    'session.mfa.invalid_backup_code': 'Código de respaldo no válido.',
    'verification_code.code_mismatch': 'Código de verificación no válido.',
    'verification_code.expired': 'El código de verificación ha caducado. Pide uno nuevo.',
    'request.message_rate_limited': 'Se han enviado demasiados mensajes a este destinatario. Inténtalo más tarde.',
    'oidc.invalid_grant': 'La solicitud de concesión no es válida.',
    'oidc.access_denied': 'Acceso denegado.',
    'oidc.invalid_request': 'La solicitud no es válida.',
  },
  fr: { 'entity.not_exists_with_id': "Le {{name}} avec l'ID `{{id}}` n'existe pas." },
  zh: { 'user.email_already_in_use': '该邮箱地址已被使用。' },
};

export function message(code: string, language: string, variables: Variables = {}): string {
  const text = texts[language]?.[code] ?? texts.en?.[code];
  if (text === undefined) return code.startsWith('oidc.') ? `An OIDC error occurred: ${code}.` : code;
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(variables[name] ?? whole));
}

/** The first language of an Accept-Language header that we speak; English otherwise. */
export function languageOf(header: string | undefined | null): string {
  const wanted = (header ?? '').split(',').map((part) => part.trim().split(/[-;]/)[0]?.toLowerCase() ?? '');
  return wanted.find((language) => language in texts) ?? 'en';
}
