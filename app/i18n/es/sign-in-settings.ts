import type { Catalog } from '../catalog.ts';

export const signInSettings: Catalog['signInSettings'] = {
  title: 'Acceso',
  link: {
    title: 'Vuestra propia entrada',
    label: 'Enlace de acceso',
    help: 'Abre una página de acceso con el nombre y el logotipo de este espacio de trabajo. No deja pasar a quien no sea miembro.',
  },
  mfa: {
    title: 'Verificación en dos pasos',
    on: 'Obligatoria',
    off: 'No obligatoria',
    about:
      'Para abrir este espacio de trabajo hará falta un segundo paso, por ejemplo una aplicación de autenticación. A quien no lo tenga se le pedirá que lo active la próxima vez que abra una página de aquí.',
    require: 'Exigir la verificación en dos pasos',
    stop: 'Dejar de exigirla',
    enrol: 'Activa antes tu propio segundo paso',
  },
  domains: {
    title: 'Entrar por el dominio del correo',
    about:
      'Desde ahora, quien se registre con un correo verificado de uno de estos dominios será miembro al momento. Quien ya tiene cuenta no entra así: hay que invitarle.',
    list: 'Dominios',
    none: 'Ningún dominio todavía. Solo se entra por invitación.',
    addedBy: ({ name }) => `Lo añadió ${name}`,
    inLogto: 'Puesto en la consola de Logto',
    inLogtoHelp: 'Se cambia donde se puso.',
    remove: 'Quitar',
    removeNamed: ({ domain }) => `Quitar ${domain}`,
    label: 'Dominio',
    help: 'El de tu propio correo, y de ningún servicio de correo público. Cada dominio es de un solo espacio de trabajo.',
    add: 'Añadir dominio',
  },
  role: {
    label: 'Rol de quien entra sin invitación',
    help: 'También el de quien llega por inicio de sesión único. Quienes ya están dentro conservan el suyo.',
    save: 'Guardar rol',
    other: ({ roles }) => `Logto les da además: ${roles}. Eso se cambia en la consola de Logto.`,
    none: 'Aún no hay nada guardado: elige un rol y guárdalo.',
    above: ({ role }) => `Ahora mismo: ${role}, puesto en la consola de Logto.`,
  },
  sso: {
    title: 'Inicio de sesión único',
    about:
      'Quien acceda por una de estas conexiones será miembro desde entonces. Las prepara quien administra el servicio de acceso, en la consola de Logto: la conexión en «Enterprise SSO», y su asignación en «Organizations», dentro de este espacio, en «Just-in-time provisioning».',
    list: 'Conexiones',
    none: 'Este espacio de trabajo no tiene ninguna conexión asignada.',
    noDomains: 'Sin dominio',
  },
  looked: {
    at: 'Así lo tenía Logto',
    never: 'Todavía no se ha preguntado a Logto.',
    again: 'Mirar otra vez',
  },
};

export const secondStep: Catalog['secondStep'] = {
  title: ({ workspace }) => `Un paso más para abrir ${workspace}`,
  why: 'Este espacio de trabajo pide a sus miembros verificación en dos pasos, y tu cuenta aún no la tiene.',
  how: [
    'Ten a mano una aplicación de autenticación, por ejemplo la de tu gestor de contraseñas.',
    'Inicia sesión otra vez. La página de acceso te pedirá que escanees un código con la aplicación.',
    'Escribe las seis cifras que muestra la aplicación. Volverás a donde estabas.',
  ],
  enrol: 'Activar la verificación en dos pasos',
  notAsked: {
    title: 'Has iniciado sesión y sigues sin segundo paso',
    text: 'La página de acceso no lo ha pedido porque no está configurada para ello. Puedes añadir tú una aplicación de autenticación a tu cuenta y volver a intentarlo aquí. Si no funciona, habla con quien tenga la propiedad del espacio de trabajo.',
    account: 'Abrir tu cuenta en el servicio de acceso',
    tryAgain: 'Volver a intentarlo',
    signInAgain: 'Iniciar sesión otra vez',
  },
};
