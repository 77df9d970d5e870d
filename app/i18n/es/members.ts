import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

export const members: Catalog['members'] = {
  title: 'Miembros',
  context: ({ count, workspace }) =>
    plural(count, { one: `Una persona trabaja en ${workspace}.`, other: `# personas trabajan en ${workspace}.` }),
  count: ({ count }) => plural(count, { one: '# miembro', other: '# miembros' }),
  range: ({ from, to, total }) => `${from}–${to} de ${total}`,
  invite: 'Invitar a personas',
  back: 'Todos los miembros',
  person: 'Persona',
  email: 'Correo',
  role: 'Rol',
  roles: 'Roles',
  noRole: 'Sin rol',
  joined: 'Desde',
  lastSeen: 'Última visita',
  never: 'Nunca',
  actions: 'Acciones',
  you: 'tú',
  nameless: 'Aún sin nombre',
  search: 'Buscar por nombre o correo',
  filter: 'Buscar miembros',
  roleFilter: 'Rol',
  everyRole: 'Todos los roles',
  otherRoles: 'Otros roles',
  sort: 'Ordenar',
  sorts: { name: 'Por nombre', joined: 'Los más recientes', seen: 'Por última visita' },
  nothingFound: {
    title: 'No hay coincidencias',
    text: ({ search }) => `Ningún miembro tiene «${search}» en el nombre o el correo.`,
    role: 'Nadie tiene este rol.',
    clear: 'Ver a todos',
  },
  list: {
    leaveAsk: '¿Salir de este espacio de trabajo?',
    forbidden: 'Tu rol no lo permite.',
    nobody: 'No hay coincidencias. Prueba con otro nombre u otro rol.',
  },
  alone: {
    title: 'De momento solo estás tú',
    text: 'Las personas que invites aparecerán aquí en cuanto acepten.',
  },
  see: 'Ver su ficha',
  changeRole: 'Cambiar de rol',
  makeOwner: 'Ceder la propiedad',
  remove: 'Quitar',
  leave: 'Salir del espacio',
  select: ({ name }) => `Seleccionar a ${name}`,
  selectAll: 'Seleccionar a todos los de esta página',
  selectNone: 'Quitar la selección',
  selected: ({ count }) => plural(count, { one: '# seleccionado', other: '# seleccionados' }),
  newRole: 'Nuevo rol',
  giveRole: 'Dar este rol',
  removeSelected: 'Quitar…',
  saveRole: 'Guardar el rol',
  gone: 'Ya no es miembro.',
  replaces: 'El rol que elijas sustituye a los demás. Los roles creados fuera de aquí se conservan.',
  removal: {
    title: ({ name }) => `Quitar a ${name}`,
    text: 'Pierde el acceso de inmediato, en todos los navegadores. Lo que haya creado se queda aquí, y puedes volver a invitar a esa persona.',
    submit: 'Quitar del espacio',
  },
  transfer: {
    title: ({ name }) => `Ceder la propiedad a ${name}`,
    text: ({ name, workspace }) =>
      `Primero ${name} recibe la propiedad de ${workspace}; después tú pasas a administrar. Solo quien tenga la propiedad puede deshacerlo.`,
    submit: 'Ceder la propiedad',
  },
  confirm: {
    title: ({ count }) => plural(count, { one: '¿Quitar a una persona?', other: '¿Quitar a # personas?' }),
    submit: ({ count }) => plural(count, { one: 'Quitar a una persona', other: 'Quitar a # personas' }),
  },
  report: {
    removed: {
      done: ({ count }) =>
        plural(count, { one: 'Una persona ya no es miembro', other: '# personas ya no son miembros' }),
      not: ({ count }) => plural(count, { one: 'Una persona se queda', other: '# personas se quedan' }),
    },
    changed: {
      done: ({ count }) => plural(count, { one: 'Ha cambiado un rol', other: 'Han cambiado # roles' }),
      not: ({ count }) => plural(count, { one: 'Una persona conserva su rol', other: '# personas conservan su rol' }),
    },
  },
};
