import type { Catalog } from '../catalog.ts';

export const settings: Catalog['settings'] = {
  title: 'Ajustes',
  context: ({ workspace }) => `Lo que ${workspace} decide sobre sí mismo.`,
  pages: 'Páginas de ajustes',
  tabs: {
    general: 'En general',
    signIn: 'Acceso',
    machines: 'API y máquinas',
    widgets: 'Widgets',
    plan: 'Tarifa',
    features: 'Funciones',
  },
  general: {
    about: 'Nombre y descripción',
    name: 'Nombre',
    description: 'Descripción',
    save: 'Guardar',
    address: 'Dirección',
    addressNow: 'Dirección actual',
    newAddress: 'Nueva dirección',
    newAddressHelp: 'Minúsculas, cifras y guiones.',
    oldLinks: ({ max }) =>
      `Los enlaces a la dirección anterior siguen trayendo aquí a los miembros y nadie más puede quedarse con ella. Se conservan las últimas ${max} direcciones.`,
    oldAddresses: ({ count }) =>
      count === 1 ? 'Una dirección anterior trae aquí' : `${count} direcciones anteriores traen aquí`,
    ownAgain: 'Esta dirección ya fue vuestra y podéis recuperarla.',
    move: 'Cambiar dirección',
  },
  close: {
    title: 'Eliminar este espacio de trabajo',
    text: ({ days }) =>
      `Se cierra al momento para todo el mundo: nadie puede trabajar en él y dejan de funcionar sus claves de API, sus máquinas y las invitaciones pendientes. Durante ${days} días quien tenga la propiedad puede restaurarlo tal como estaba. Después se eliminan para siempre sus miembros, invitaciones, datos, ajustes y registro de actividad.`,
    confirmation: ({ name }) => `Escribe «${name}» para confirmar`,
    submit: 'Eliminar espacio de trabajo',
  },
  closed: {
    badge: 'Cerrado',
    title: ({ workspace }) => `${workspace} está cerrado`,
    context: 'Se eliminará para siempre si nadie con la propiedad lo restaura.',
    by: 'Lo cerró',
    deletedOn: 'Se elimina el',
    safe: 'Hasta entonces no se pierde nada: miembros, roles, datos y ajustes siguen como estaban. Nadie puede trabajar en él, y sus claves de API, máquinas e invitaciones no funcionan.',
    restore: 'Restaurar espacio de trabajo',
    restoreText: 'Todo el mundo podrá seguir donde lo dejó.',
    ask: ({ owners }) => `Si hay que restaurarlo, habla con ${owners}.`,
    askNobody: 'Solo quien tiene la propiedad puede restaurarlo, y no hay nadie que la tenga.',
    beingDeleted: 'Se está eliminando',
    elsewhere: 'Tus otros espacios de trabajo',
  },
};
