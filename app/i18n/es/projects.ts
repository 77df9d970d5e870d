import type { Catalog } from '../catalog.ts';

export const projects: Catalog['projects'] = {
  title: 'Proyectos',
  context: 'A la vista de todo el espacio de trabajo, lo más reciente primero.',
  create: 'Crear proyecto',
  name: 'Nombre',
  createdBy: 'Autoría',
  createdAt: 'Creación',
  actions: 'Acciones',
  search: 'Buscar por nombre',
  rename: 'Cambiar el nombre',
  save: 'Guardar el nombre',
  delete: 'Eliminar…',
  confirm: {
    title: ({ name }) => `¿Eliminar ${name}?`,
    text: 'Desaparece para todo el espacio de trabajo y no hay vuelta atrás.',
    delete: 'Eliminar para siempre',
  },
  empty: {
    title: 'Aún no hay proyectos',
    text: 'Lo que creas aquí es del espacio de trabajo, no de una sola persona: cualquiera que esté en él lo ve.',
  },
  nothingFound: {
    title: 'No se encontró nada',
    text: ({ search }) => `Ningún nombre contiene «${search}».`,
    action: 'Ver todo',
  },
  /** What the audit log says. */
  events: {
    'project.created': ({ actor, target }) => `${actor} creó el proyecto ${target}.`,
    'project.renamed': ({ actor, from, to }) => `${actor} cambió el nombre del proyecto ${from} a ${to}.`,
    'project.deleted': ({ actor, target }) => `${actor} eliminó el proyecto ${target}.`,
  },
};
