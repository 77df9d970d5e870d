import type { Catalog } from '../catalog.ts';

export const plans: Catalog['plans'] = {
  names: { free: 'Gratis', team: 'Equipo', unlimited: 'Ilimitado' },
  title: 'Plan',
  current: ({ plan }) => `Este espacio tiene el plan ${plan}`,
  currentText: 'Lo que incluye el plan y cuánto se está usando.',
  unknown: ({ name, plan }) => `El plan ${name} ya no se ofrece. Hasta que se elija otro, vale ${plan}.`,
  limits: {
    seats: 'Plazas',
    apiKeys: 'Claves de API',
    projects: 'Proyectos',
    organizations: 'Espacios que son tuyos',
  },
  about: {
    seats: ({ members, invited }) =>
      `${members === 1 ? '1 miembro' : `${members} miembros`}, ${invited === 1 ? '1 invitación abierta' : `${invited} invitaciones abiertas`}`,
    apiKeys: 'Claves que aún sirven',
    projects: 'Todos los proyectos de este espacio',
    organizations: 'De cualquier plan; los cerrados no cuentan',
  },
  used: ({ used, limit }) => `${used} de ${limit}`,
  noLimit: ({ used }) => `${used} · sin límite`,
  nearly: 'Casi lleno',
  full: 'Lleno',
  waiting: ({ count }) => (count === 1 ? '1 espera una plaza' : `${count} esperan una plaza`),
  wayOn: {
    seats: 'Quita a un miembro, retira una invitación o elige un plan mayor.',
    apiKeys: 'Revoca una clave o elige un plan mayor.',
    projects: 'Elimina un proyecto o elige un plan mayor.',
    organizations: 'Elimina o cede un espacio antes de crear otro.',
  },
  toMembers: 'Ver los miembros',
  others: 'Otros planes',
  includes: {
    seats: ({ number }) => `${number} plazas`,
    apiKeys: ({ number }) => `${number} claves de API`,
    projects: ({ number }) => `${number} proyectos`,
    organizations: ({ number }) => `${number} espacios por propietario`,
    unlimited: {
      seats: 'Plazas sin límite',
      apiKeys: 'Claves de API sin límite',
      projects: 'Proyectos sin límite',
      organizations: 'Espacios sin límite',
    },
  },
  choose: ({ plan }) => `Cambiar a ${plan}`,
  portal: 'Facturas y pago',
  noProvider: 'El plan no se cambia en esta página. Pide otro a quien administra este servicio.',
  smaller: 'Con un plan menor no se quita a nadie: los miembros más recientes esperan hasta que haya una plaza.',
  short: {
    title: ({ count }) => (count === 1 ? 'Un miembro espera una plaza' : `${count} miembros esperan una plaza`),
    text: ({ limit }) =>
      `El plan tiene ${limit} plazas. Quien espera todavía no puede abrir este espacio. Quita a alguien o elige un plan mayor, y quien lleve más tiempo esperando entrará al momento.`,
    toPlan: 'Ver el plan',
    mark: 'Espera una plaza',
  },
  noSeat: {
    title: ({ workspace }) => `${workspace} aún no tiene una plaza libre para ti`,
    text: 'Ya eres miembro, pero al plan de este espacio no le quedan plazas. En cuanto haya una, esta página te abrirá el espacio.',
    owners: 'Pueden liberar una plaza o elegir un plan mayor:',
    nobody: 'Un propietario del espacio puede liberar una plaza o elegir un plan mayor.',
    safe: 'No hace falta que vuelvas a iniciar sesión, y no se ha perdido nada.',
  },
};
