import type { Catalog } from '../catalog.ts';

export const settings: Catalog['settings'] = {
  title: 'Ajustes',
  context: ({ workspace }) => `Lo que ${workspace} decide sobre sí mismo.`,
  pages: 'Páginas de ajustes',
  tabs: { general: 'En general', signIn: 'Acceso', machines: 'API y máquinas', plan: 'Tarifa', features: 'Funciones' },
};
