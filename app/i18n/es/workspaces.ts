import type { Catalog } from '../catalog.ts';
import { plurals } from '../plural.ts';

const plural = plurals('es');

export const workspaces: Catalog['workspaces'] = {
  title: 'Tus espacios de trabajo',
  context: ({ count }) =>
    plural(count, { one: 'Formas parte de un espacio de trabajo.', other: 'Formas parte de # espacios de trabajo.' }),
  open: ({ name }) => `Abrir ${name}`,
  memberCount: ({ count }) => plural(count, { one: '# miembro', other: '# miembros' }),
  joined: 'Desde',
  search: 'Buscar espacios de trabajo',
  nothingFound: {
    title: 'Sin resultados',
    text: ({ search }) => `Ninguno de tus espacios de trabajo tiene «${search}» en el nombre.`,
  },
  empty: {
    title: 'Aún no tienes un espacio de trabajo',
    text: 'Un espacio de trabajo reúne a tu equipo y lo que hace. Crea uno o pide a un colega que te invite.',
  },
  create: {
    title: 'Nuevo espacio de trabajo',
    context: 'Serás su propietario. El nombre y la dirección se pueden cambiar más tarde.',
    name: 'Nombre',
    nameHelp: 'El de tu empresa o equipo, tal como lo conocen tus colegas.',
    namePlaceholder: 'Acme, S. L.',
    slug: 'Dirección',
    slugHelp: 'Minúsculas, cifras y guiones. Aparece en todos los enlaces al espacio de trabajo.',
    slugFree: 'Esta dirección está libre.',
    slugChecking: 'Comprobando…',
    slugSuggestion: ({ slug }) => `«${slug}» está libre.`,
    description: 'Descripción',
    descriptionHelp: 'Una frase que verán las personas a las que invites.',
    submit: 'Crear espacio de trabajo',
  },
  home: {
    title: ({ name }) => `Te damos la bienvenida a ${name}`,
    context: 'Quién está aquí y qué puedes hacer ahora.',
    people: 'Personas',
    seeMembers: 'Ver todos los miembros',
    pending: 'Invitaciones pendientes',
    seeInvitations: 'Ver las invitaciones',
    created: 'Creado',
    address: 'Dirección',
    yourRole: 'Tu rol',
    alone: {
      title: 'De momento estás a solas',
      text: 'Un espacio de trabajo cobra vida con colegas. Invita a los primeros por correo; no necesitan tener cuenta.',
    },
    recent: 'Últimas incorporaciones',
  },
};
