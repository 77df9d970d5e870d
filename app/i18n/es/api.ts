import type { ApiTexts } from '../api-texts.ts';

export const api: ApiTexts = {
  intro: {
    title: 'Referencia de la API',
    lead: 'Todo lo que las páginas hacen con organizaciones, miembros e invitaciones, para programas: las mismas reglas y los mismos rechazos.',
    longer: 'Sigue sin ti: consulta la operación hasta que termine.',
  },
  groups: {
    organizations: 'Organizaciones',
    members: 'Miembros',
    invitations: 'Invitaciones',
    operations: 'Operaciones',
    widgets: 'Componentes incrustados',
    caller: 'Quién llama y esta API',
  },
  operations: {
    getMe: {
      summary: 'Quién llama',
      description:
        'Lo primero que conviene probar con una credencial nueva: a quién representa y, si solo vale para una organización, cuál es.',
    },
    listOrganizations: {
      summary: 'Listar organizaciones',
      description:
        'Aquellas de las que la persona es miembro, por nombre. Una máquina ve la suya, y un token de componente, las que permiten su sitio. Se marcan las cerradas y aquellas en las que falta un puesto.',
    },
    createOrganization: {
      summary: 'Crear una organización',
      description:
        'La persona queda como propietaria. Sin dirección corta, se forma una a partir del nombre. Si se crea con un token de componente, permite el sitio de ese token.',
    },
    getOrganization: {
      summary: 'Leer una organización',
      description: 'Con lo que quien llama puede hacer en ella.',
    },
    updateOrganization: {
      summary: 'Cambiar una organización',
      description: 'Lo que se omite queda como está. Los enlaces a una dirección anterior llevan a la nueva.',
    },
    closeOrganization: {
      summary: 'Cerrar una organización',
      description:
        'Para todos a la vez; durante siete días una persona propietaria puede restaurarla en su página, y después se borra. La confirmación es su nombre.',
    },
    leaveOrganization: {
      summary: 'Salir de una organización',
      description: 'Quien es la última persona propietaria no puede.',
    },
    transferOwnership: {
      summary: 'Traspasar una organización',
      description: 'El miembro pasa a ser propietario, y quien llama, administrador.',
    },
    getOperation: {
      summary: 'Consultar una operación',
      description: 'Hasta dónde ha llegado algo que sigue solo. Solo lo ve quien lo empezó.',
    },
    cancelOperation: {
      summary: 'Cancelar una operación',
      description:
        'Una que espera: así no llega a pasar nada. Una vez empezada, ya no se puede. Solo puede quien la pidió.',
    },
    listMembers: {
      summary: 'Listar miembros',
      description:
        'Cada uno con lo que quien llama puede hacerle. Quienes no tienen ninguno de nuestros roles se encuentran con el rol «other». Para leerlos todos se sigue el cursor; «offset» sirve para saltar, y se desplaza si entretanto alguien entra o sale.',
    },
    getMember: { summary: 'Leer un miembro' },
    changeMemberRole: {
      summary: 'Cambiar el rol de un miembro',
      description: 'En lugar del que tiene. Los roles creados en Logto se conservan.',
    },
    removeMember: {
      summary: 'Quitar a un miembro',
      description: 'Pierde el acceso en su siguiente petición. Quien quiere irse, sale por su cuenta.',
    },
    changeMembers: {
      summary: 'Cambiar varios miembros',
      description:
        'Hasta 100, cada uno por separado: que se rechace uno no detiene a los demás. Más de 20 siguen como operación. Con un plazo, quitar a alguien espera como operación, por si se cambia de idea.',
    },
    listInvitations: {
      summary: 'Listar invitaciones',
      description: 'Las que envió la organización, primero las más recientes.',
    },
    inviteMembers: {
      summary: 'Invitar a personas',
      description:
        'Por correo, cada una por separado: que se rechace una no detiene a las demás. Más de 20 siguen como operación. Nadie invita con un rol superior al suyo.',
    },
    resendInvitation: {
      summary: 'Reenviar una invitación',
      description: 'Una abierta, como mucho una vez por minuto. Una caducada se hace de nuevo.',
    },
    withdrawInvitation: { summary: 'Retirar una invitación' },
    listMyInvitations: {
      summary: 'Listar mis invitaciones',
      description: 'Las que esperan a la persona, primero las más recientes.',
    },
    acceptInvitation: { summary: 'Aceptar una invitación' },
    declineInvitation: { summary: 'Rechazar una invitación' },
    createWidgetToken: {
      summary: 'Crear un token de componente',
      description:
        'Para cinco minutos como mucho y un solo sitio. Una persona lo crea para sí misma; una clave, para un miembro de su organización, con lo que ambos pueden hacer.',
    },
    getOpenApi: { summary: 'Esta API como OpenAPI 3.1' },
  },
  callers: {
    session:
      'El navegador con la sesión iniciada, solo desde nuestras páginas: su cookie no cuenta en ningún otro sitio.',
    'user-token':
      'Un token de acceso de Logto de una persona, como Bearer, de una aplicación que esta instalación tiene en su lista. El de una organización vale solo en ella.',
    'api-key':
      'Una clave de una organización (tnt_…), como Bearer. Actúa en esa organización, con su rol, hasta que se revoca.',
    machine: 'Un token de organización de una aplicación de máquina a máquina de Logto, como Bearer.',
    widget:
      'Un token de cinco minutos como mucho, como Bearer, desde el único sitio que nombra. Cubre los ámbitos que se pidieron, y nunca más de lo que puede su persona.',
  },
  callerNames: {
    session: 'Sesión',
    'user-token': 'Token de persona',
    'api-key': 'Clave de API',
    machine: 'Máquina',
    widget: 'Token de componente',
    anybody: 'Cualquiera',
  },
  headers: {
    key: 'La misma petición con la misma clave se hace una vez y se responde igual. De 16 a 64 letras, cifras, guiones y guiones bajos.',
    rateLimit: 'Cuánto queda, y en cuántos segundos vuelve a empezar.',
    policy: 'Cuánto hay, y en cuánto tiempo.',
    requestId: 'Para citarlo cuando algo ha fallado.',
  },
  fields: {
    organization: 'Id de Logto de la organización',
    user: 'Id de Logto de la persona',
    invitation: 'Id de la invitación',
    operation: 'Id de la operación',
    id: 'Identificador',
    slug: 'Su lugar en las direcciones: de 2 a 48 caracteres a–z, 0–9 y guiones sueltos',
    name: 'Nombre',
    description: 'De qué trata, en una línea',
    logoUrl: 'Su imagen',
    url: 'Su página',
    roles: 'Nombres de roles, los nuestros y otros creados en Logto',
    closed: 'Cerrada; aún se puede restaurar',
    waitsForSeat: 'Un miembro para quien el plan todavía no tiene puesto',
    memberCount: 'Cuántos miembros tiene',
    permissions: 'Lo que puede hacer quien llama',
    items: 'Esta página de la lista',
    next: 'Cursor de la página siguiente; null en la última',
    first: 'Qué número tiene en la lista el primero, desde 1',
    total: 'Cuántos hay',
    totalIsExact: 'Si es false, hay al menos esos',
    limit: 'Cuántos como mucho en una página',
    cursor: 'El de la respuesta anterior',
    offset: 'Cuántos saltar, en lugar de un cursor',
    search: 'Una parte del nombre; en los miembros, también del correo',
    role: 'Rol',
    sort: 'Según qué se ordena',
    status: 'Estado',
    userId: 'Id de Logto de la persona',
    email: 'Dirección de correo',
    avatarUrl: 'Su imagen',
    joinedAt: 'Miembro desde',
    lastSeenAt: 'Cuándo trabajó aquí por última vez; null: nunca',
    self: 'Es quien llama',
    may: 'Lo que quien llama puede hacer con ello',
    grantable: 'Roles que quien llama puede dar',
    invite: 'Invitar a personas',
    changeRoles: 'Cambiar roles',
    remove: 'Quitar',
    transfer: 'Traspasar la organización',
    leave: 'Salir',
    action: 'Qué hacer',
    users: 'Ids de Logto de hasta 100 miembros',
    delaySeconds: 'Al quitar: durante cuántos segundos se puede cancelar, de 1 a 10',
    until: 'Hasta cuándo espera y se puede cancelar',
    outcomes: 'Qué fue de cada uno',
    ok: 'Se hizo',
    code: 'Por qué no',
    detail: 'Lo mismo en una frase, en el idioma de la petición',
    emails: 'Direcciones, una por elemento',
    note: 'Una nota de quien invita, en el correo',
    days: 'Cuántos días queda abierta, de 1 a 30',
    language: 'Del correo',
    invitedBy: 'Nombre de quien invitó',
    createdAt: 'Desde cuándo',
    expiresAt: 'Hasta cuándo',
    lastSentAt: 'Cuándo salió su último correo',
    resend: 'Reenviarla',
    withdraw: 'Retirarla',
    renewed: 'Había caducado y se hizo una nueva',
    kind: 'Tipo',
    state: 'Cómo va',
    done: 'Cuántos están hechos',
    caller: 'A quién representa la credencial',
    scopes: 'Lo que cubre el token',
    confirmation: 'El nombre de la organización',
    type: 'URN del problema',
    title: 'Qué va mal, en el idioma de la petición',
    requestId: 'Para citarlo cuando algo ha fallado',
    field: 'A qué parte de la petición se refiere',
    values: 'Lo que el texto nombra',
    errors: 'Todo lo que va mal en lo enviado',
    origin: 'El sitio que puede presentar el token, como lo dicen los navegadores',
    token: 'El token',
    openapi: 'Versión de OpenAPI',
  },
  page: {
    contents: 'Contenido',
    openApi: 'Documento OpenAPI',
    base: 'Todas las direcciones están bajo',
    authentication: {
      title: 'Quién puede llamar',
      text: 'Cada llamada demuestra quién la hace, de una de cinco maneras. Si puede hacerla se comprueba cada vez: a quien se quitó o se le bajó el rol se le niega la siguiente llamada, diga lo que diga su token.',
      grave:
        'Lo que no se puede deshacer se hace una sola vez con cada token de componente; para la siguiente hay uno nuevo.',
    },
    errors: {
      title: 'Rechazos',
      text: 'Un rechazo es un documento de problema (RFC 9457). Los programas comparan su código, que no cambia; el título es una frase para personas, en el idioma de Accept-Language.',
      unauthenticated:
        'No sabemos quién llama: falta la credencial o ya no vale. Hay que iniciar sesión o conseguir una nueva.',
      forbidden:
        'Sabemos quién llama y tiene su sitio allí; no lo permite su rol, el ámbito de su token, su sitio web o la falta de un segundo paso.',
      notFound: 'No existe, o no le corresponde verlo. No se dice cuál de las dos cosas.',
    },
    idempotency: {
      title: 'Enviar dos veces',
      text: 'Envía una clave tuya como Idempotency-Key con lo que cambia algo. Si se pierde la respuesta, vuelve a enviar lo mismo: se hace una sola vez. La misma clave con otro contenido se rechaza con 422.',
      longer:
        'Lo que tarda responde 202 con una operación y sigue sin ti. Consulta su dirección hasta que su estado sea done o failed.',
    },
    lists: {
      title: 'Listas',
      text: 'Una lista responde una página y el cursor de la siguiente; en la última es null. Devuélvelo como cursor, con la misma búsqueda, el mismo filtro y el mismo orden. Los cursores son opacos.',
    },
    limits: {
      title: 'Con qué frecuencia',
      text: 'Cada respuesta dice cuánto queda (RateLimit) y de cuánto (RateLimit-Policy). Leer cuesta 1 y cambiar algo, 5. Más allá, la respuesta es 429 y dice en Retry-After cuándo seguir.',
    },
    calledBy: 'Quién la llama',
    scope: 'Ámbito de un token de componente',
    permission: 'Permiso',
    once: 'Una vez con cada token de componente',
    parameters: 'En la dirección',
    query: 'Consulta',
    body: 'Cuerpo',
    answer: 'Respuesta',
    nothing: 'Nada, con el estado 204.',
    optional: 'opcional',
    orNull: 'o null',
    listOf: 'lista de',
    example: 'Ejemplo',
    answerExample: 'Ejemplo de respuesta',
    codes: 'Rechazos',
    generalCodes: 'Lo que puede responder cualquier dirección',
    longer: '202 cuando sigue por su cuenta.',
  },
};
