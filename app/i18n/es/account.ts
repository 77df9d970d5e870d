import type { Catalog } from '../catalog.ts';

export const account: Catalog['account'] = {
  title: 'Tu cuenta',
  context: 'Cómo te ven los demás y cómo ves tú el producto.',
  profile: 'Perfil',
  name: 'Nombre',
  email: 'Correo',
  save: 'Guardar el nombre',
  appearance: 'Idioma y tema',
  sessions: 'Dónde tienes la sesión abierta',
  thisSession: 'Este dispositivo',
  lastSeen: 'Última actividad',
  signOut: 'Cerrar sesión',
  signOutOthers: 'Cerrar las demás sesiones',
  unknownDevice: 'Dispositivo desconocido',
};
