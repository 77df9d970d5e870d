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
  inviteAgain: 'Invitar de nuevo',
  revoke: 'Retirar',
  link: 'Enlace para esa persona',
  linkHelp: 'Solo se abre con la cuenta de ese correo.',
  actions: 'Acciones',
  filter: 'Qué invitaciones',
  filters: {
    all: 'Todas',
    open: 'Pendientes',
    accepted: 'Aceptadas',
    declined: 'Rechazadas',
    withdrawn: 'Retiradas',
    expired: 'Caducadas',
  },
  search: 'Buscar por correo',
  empty: {
    title: 'No hay invitaciones pendientes',
    text: 'Invita a colegas por correo. Tú eliges cuánto tiempo sirve cada enlace, y aquí se puede retirar.',
  },
  nothingFound: {
    title: 'Aquí no hay ninguna invitación',
    text: 'Ninguna está en este estado o tiene un correo con esas letras.',
    action: 'Ver todas',
  },
  create: {
    title: 'Invitar a personas',
    context: ({ workspace }) => `Recibirán un correo con un enlace para entrar en ${workspace}.`,
    emails: 'Correos',
    emailsHelp: ({ max }) =>
      `Uno o hasta ${max.toLocaleString('es', { useGrouping: 'always' })}: separados por comas, espacios o líneas, con o sin nombres.`,
    emailsPlaceholder: 'ana@ejemplo.com, luis@ejemplo.com',
    role: 'Rol',
    note: 'Nota',
    noteHelp: 'Unas palabras tuyas para el correo.',
    days: 'El enlace sirve durante',
    daysOptions: ({ count }) => plural(count, { one: '1 día', other: '# días' }),
    language: 'Idioma del correo',
    submit: 'Enviar invitaciones',
    submitCount: ({ count }) => plural(count, { one: 'Invitar a 1 persona', other: 'Invitar a # personas' }),
    somePeople: {
      sent: ({ count }) => plural(count, { one: '1 invitación enviada', other: '# invitaciones enviadas' }),
      notSent: ({ count }) => plural(count, { one: '1 no se ha podido enviar', other: '# no se han podido enviar' }),
    },
  },
};
