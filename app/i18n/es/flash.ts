import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

export const flash: Catalog['flash'] = {
  'workspace-created': ({ name = '' }) => `${name} está listo.`,
  'invitations-sent': ({ count = 1 }) =>
    plural(Number(count), { one: 'Invitación enviada.', other: '# invitaciones enviadas.' }),
  'invitation-sent-again': ({ email = '' }) => `Hemos vuelto a enviar la invitación a ${email}.`,
  'invitation-renewed': ({ email = '' }) => `${email} tiene una nueva invitación.`,
  'invitation-revoked': ({ email = '' }) => `La invitación para ${email} queda retirada.`,
  'invitation-accepted': ({ name = '' }) => `Ya formas parte de ${name}.`,
  'invitation-declined': ({ name = '' }) => `Has rechazado la invitación a ${name}.`,
  joined: ({ name = '' }) => `Te han añadido a ${name}. Te damos la bienvenida.`,
  'joined-by-domain': ({ name = '', email = '' }) => `Has entrado en ${name} por tu correo ${email}.`,
  'avatar-changed': () => 'Tu foto está guardada.',
  'avatar-removed': () => 'Tu foto está quitada.',
  'logo-changed': () => 'El logotipo está guardado.',
  'logo-removed': () => 'El logotipo está quitado.',
  'account-deleted': () => 'Tu cuenta está eliminada.',
  'name-saved': () => 'Tu nombre está guardado.',
  'workspace-updated': () => 'El nombre y la descripción están guardados.',
  'workspace-moved': ({ address = '' }) =>
    `El espacio de trabajo está ahora en ${address}. Los enlaces anteriores traen aquí.`,
  'workspace-closed': ({ name = '' }) => `${name} está cerrado. Se puede restaurar durante siete días.`,
  'workspace-restored': ({ name = '' }) => `${name} vuelve a estar abierto.`,
  'setting-saved': ({ name = '' }) => `Guardado: ${name}.`,
  'signed-out': () => 'Has cerrado la sesión.',
  'session-ended': () => 'Ese dispositivo ya no tiene la sesión abierta.',
  'sessions-ended': () => 'Has cerrado la sesión en todos los demás sitios.',
  'members-removed': ({ count = 1 }) =>
    plural(Number(count), { one: 'Una persona ya no es miembro.', other: '# personas ya no son miembros.' }),
  'roles-changed': ({ count = 1 }) =>
    plural(Number(count), { one: 'Ha cambiado un rol.', other: 'Han cambiado # roles.' }),
  'ownership-handed-over': ({ name = '' }) => `${name} tiene ahora la propiedad y tú pasas a administrar.`,
  left: ({ name = '' }) => `Has salido de ${name}.`,
  leaving: ({ name = '' }) => `Estás saliendo de ${name}. Puede tardar un momento.`,
  'member-removed': ({ name = '' }) => `${name} ya no es miembro.`,
  'mfa-required': () => 'Ahora los miembros necesitan la verificación en dos pasos.',
  'mfa-not-required': () => 'Los miembros ya no necesitan la verificación en dos pasos.',
  'domain-added': ({ domain = '' }) => `Quien se registre con un correo de ${domain} entrará sin invitación.`,
  'domain-removed': ({ domain = '' }) => `Ya nadie entra por ${domain}.`,
  'joining-role-changed': () => 'Ha cambiado el rol de quienes entran.',
  'looked-again': () => 'Así lo tiene Logto ahora.',
  'role-changed': ({ name = '' }) => `El rol de ${name} ha cambiado.`,
  created: ({ name = '' }) => `Se creó ${name}.`,
  renamed: ({ name = '' }) => `Ahora se llama ${name}.`,
  deleted: ({ name = '' }) => `Se eliminó ${name}.`,
  'key-revoked': ({ name = '' }) => `La clave ${name} está revocada.`,
  'site-added': ({ site = '' }) => `Las páginas de ${site} ya pueden mostrar widgets.`,
  'site-removed': ({ site = '' }) => `Las páginas de ${site} ya no muestran widgets.`,
  'machine-removed': ({ name = '' }) => `${name} ya no está, y sus tokens no abren nada aquí.`,
  'machine-role-changed': ({ name = '' }) => `El rol de ${name} ha cambiado.`,
};
