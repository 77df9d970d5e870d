import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

export const invitations: Catalog['invitations'] = {
  title: 'Invitaciones',
  context: 'Todas las personas invitadas y en qué ha quedado cada invitación.',
  invite: 'Invitar a personas',
  email: 'Correo',
  role: 'Rol',
  status: 'Estado',
  statuses: {
    pending: 'Pendiente',
    accepted: 'Aceptada',
    declined: 'Rechazada',
    revoked: 'Retirada',
    expired: 'Caducada',
  },
  invitedBy: 'Quién invita',
  sent: 'Enviada',
  expires: 'Caduca',
  sendAgain: 'Volver a enviar',
  revoke: 'Retirar',
  copyLink: 'Copiar enlace',
  empty: {
    title: 'No hay invitaciones pendientes',
    text: 'Invita a colegas por correo. Cada enlace sirve durante 14 días y aquí se puede retirar.',
  },
  create: {
    title: 'Invitar a personas',
    context: ({ workspace }) => `Recibirán un correo con un enlace para entrar en ${workspace}.`,
    emails: 'Correos',
    emailsHelp: 'Uno o varios, separados por comas, espacios o líneas.',
    emailsPlaceholder: 'ana@ejemplo.com, luis@ejemplo.com',
    role: 'Rol',
    note: 'Nota',
    noteHelp: 'Unas palabras tuyas para el correo.',
    submit: 'Enviar invitaciones',
    submitCount: ({ count }) => plural(count, { one: 'Invitar a 1 persona', other: 'Invitar a # personas' }),
    somePeople: {
      sent: ({ count }) => plural(count, { one: '1 invitación enviada', other: '# invitaciones enviadas' }),
      notSent: ({ count }) => plural(count, { one: '1 no se ha podido enviar', other: '# no se han podido enviar' }),
    },
  },
};
