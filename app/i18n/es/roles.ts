import type { Catalog } from '../catalog.ts';

export const roles: Catalog['roles'] = {
  names: { owner: 'Propietario', admin: 'Administrador', member: 'Miembro' },
  about: {
    owner: 'Todo, incluso eliminar el espacio de trabajo o cederlo',
    admin: 'Invita a personas, cambia roles y ajustes',
    member: 'Trabaja con todo lo que hay en el espacio',
  },
  role: 'Rol',
  label: '¿Qué podrá hacer?',
};
