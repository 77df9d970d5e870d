import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

export const members: Catalog['members'] = {
  title: 'Miembros',
  context: ({ count, workspace }) =>
    plural(count, { one: `Una persona trabaja en ${workspace}.`, other: `# personas trabajan en ${workspace}.` }),
  count: ({ count }) => plural(count, { one: '# miembro', other: '# miembros' }),
  invite: 'Invitar a personas',
  person: 'Persona',
  email: 'Correo',
  role: 'Rol',
  joined: 'Desde',
  you: 'tú',
  nameless: 'Aún sin nombre',
  search: 'Buscar por nombre o correo',
  nothingFound: {
    title: 'No hay coincidencias',
    text: ({ search }) => `Ningún miembro tiene «${search}» en el nombre o el correo.`,
    clear: 'Ver a todos',
  },
  alone: {
    title: 'De momento solo estás tú',
    text: 'Las personas que invites aparecerán aquí en cuanto acepten.',
  },
};
