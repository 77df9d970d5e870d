import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

const members: Catalog['progress']['kinds']['change-member-roles'] = {
  title: 'Cambio de miembros',
  done: ({ count }) => plural(count, { one: 'Hay una persona cambiada', other: 'Hay # personas cambiadas' }),
  not: ({ count }) =>
    plural(count, { one: 'Una persona sigue como estaba.', other: '# personas siguen como estaban.' }),
  one: 'Hecho',
  onwards: 'Ir a los miembros',
};

export const progress: Catalog['progress'] = {
  working: 'Sigue por su cuenta, aunque cierres la página.',
  over: 'Este es el resultado.',
  far: ({ done, total }) => `${done} de ${total}`,
  lookAgain: 'Mirar otra vez',
  leave: 'No hace falta que esperes aquí.',
  results: 'Resultados',
  kinds: {
    'invite-members': {
      title: 'Envío de invitaciones',
      done: ({ count }) =>
        plural(count, { one: 'Se ha enviado una invitación', other: 'Se han enviado # invitaciones' }),
      not: ({ count }) => plural(count, { one: 'Una no se ha podido enviar.', other: '# no se han podido enviar.' }),
      one: 'Enviada',
      onwards: 'Ir a las invitaciones',
    },
    'change-member-roles': { ...members, title: 'Cambio de roles' },
    'remove-members': {
      ...members,
      title: 'Baja de miembros',
      done: ({ count }) =>
        plural(count, { one: 'Una persona ya no es miembro', other: '# personas ya no son miembros' }),
    },
    'transfer-ownership': { ...members, title: 'Cesión de la propiedad' },
    'leave-organization': { ...members, title: 'Salida del espacio', onwards: 'Ir a tus espacios de trabajo' },
  },
};
