import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

export const join: Catalog['join'] = {
  title: ({ workspace }) => `Únete a ${workspace}`,
  invites: ({ inviter, workspace }) => `${inviter} te invita a ${workspace}.`,
  invitesWithoutName: ({ workspace }) => `Tienes una invitación a ${workspace}.`,
  forEmail: ({ email }) => `Para ${email}`,
  asRole: ({ role }) => `Entrarás con el rol: ${role}`,
  note: 'Su mensaje',
  expires: 'La invitación caduca',
  continueAs: ({ email }) => `Continuar como ${email}`,
  continueHelp: 'Si todavía no tienes cuenta, se crea en este paso.',
  accept: 'Aceptar la invitación',
  decline: 'Rechazar',
  declineHelp: 'No se comunica el motivo. Te pueden invitar de nuevo.',
  wrongAccount: {
    title: 'Esta invitación es para otra persona',
    text: ({ invited, current }) => `Se envió a ${invited} y has iniciado sesión como ${current}.`,
    switch: 'Cambiar de cuenta',
    stay: 'Seguir con esta cuenta',
  },
  closed: {
    title: 'Esta invitación está cerrada',
    action: 'Ir a tus espacios de trabajo',
  },
  signIn: {
    title: 'Aquí te espera una invitación',
    text: 'Inicia sesión con la dirección a la que se envió y podrás leerla y responder.',
  },
  unknown: {
    title: 'Aquí no hay ninguna invitación para ti',
    text: ({ current }) => `Has iniciado sesión como ${current}. Si se envió a otra dirección tuya, cambia de cuenta.`,
  },
  pending: {
    title: 'Invitaciones para ti',
    text: 'Enviadas a tu correo y todavía sin respuesta.',
    see: 'Ver la invitación',
    waiting: ({ count }) => plural(count, { one: '1 invitación te espera', other: '# invitaciones te esperan' }),
  },
};
