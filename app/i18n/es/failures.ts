import type { FailureTexts } from '../failure-text.ts';

export const failures: FailureTexts = {
  'name-missing': 'Escribe un nombre.',
  'name-too-long': ({ max = 128 }) => `El nombre puede tener ${max} caracteres como máximo.`,
  'description-too-long': ({ max = 256 }) => `La descripción puede tener ${max} caracteres como máximo.`,
  'slug-invalid': 'Usa minúsculas sin acentos, cifras y guiones sueltos: entre 2 y 48 caracteres.',
  'slug-reserved': 'Esta dirección está reservada. Elige otra.',
  'slug-taken': 'Otro espacio de trabajo ya tiene esta dirección. Elige otra.',
  'email-invalid': ({ email = '', line = 0 }) => {
    if (email === '') return 'Escribe un correo, por ejemplo ana@example.com.';
    return `${Number(line) > 0 ? `Línea ${line}: ` : ''}«${email}» no es una dirección de correo.`;
  },
  'emails-missing': 'Escribe al menos un correo.',
  'more-emails-invalid': ({ count = 0 }) => `Hay ${count} más que no son direcciones de correo.`,
  'emails-too-many': ({ max = 100 }) => `Puedes invitar a ${max} personas como máximo a la vez.`,
  'role-unknown': 'Elige un rol de la lista.',
  'role-above-own': 'Solo puedes dar un rol igual o inferior al tuyo.',
  'member-above-own': ({ name = '' }) =>
    `${name === '' ? 'Esta persona' : name} tiene un rol superior al tuyo. Habla con un propietario del espacio.`,
  'own-role-upward': 'Nadie puede darse un rol superior. Habla con un propietario del espacio de trabajo.',
  'not-oneself': 'Esto vale solo para otras personas. Para irte, sal del espacio; para cederlo, elige a otra persona.',
  'member-suspended': ({ name = '' }) =>
    `La cuenta de ${name === '' ? 'esta persona' : name} está suspendida y no puede entrar. Elige a otra persona.`,
  'last-owner': ({ name = '' }) =>
    name === ''
      ? 'Un espacio de trabajo necesita un propietario y no hay otro. Nombra antes a otra persona.'
      : `${name} es la única persona propietaria. Nombra antes a otra.`,
  'owner-change-under-way': 'Alguien está cambiando los propietarios en este momento. Prueba de nuevo en un instante.',
  'changed-meanwhile': 'Los roles acaban de cambiar. Míralos otra vez antes de modificarlos.',
  cancelled: 'Se canceló antes de empezar: no se ha hecho nada.',
  'too-late': 'Ya ha empezado y no se puede cancelar.',
  'nobody-selected': 'Selecciona al menos a una persona.',
  'too-many-selected': ({ max = 100 }) => `Puedes seleccionar a ${max} personas como máximo a la vez.`,
  'expiry-invalid': 'Elige en la lista cuánto tiempo vale el enlace.',
  'sent-just-now': ({ seconds = 60 }) =>
    `Ese correo acaba de salir. Puedes volver a enviarlo dentro de ${seconds} segundos.`,
  'mail-limit': ({ email = '' }) =>
    `${email === '' ? 'Esta dirección' : email} ha recibido diez correos en diez minutos, que es el límite. Espera diez minutos.`,
  'no-email-connector':
    'Logto no tiene conector de correo: no se puede enviar ninguna invitación y no se ha creado ninguna. Hay que añadirlo en la consola de Logto, en Connectors, y volver a probar.',
  'mail-not-sent': ({ email = '' }) =>
    `El conector de correo de Logto no ha aceptado el mensaje${email === '' ? '' : ` para ${email}`}. Revisa la dirección; si es correcta, el motivo está en la consola de Logto, en Connectors.`,
  'already-member': ({ email = '' }) => (email === '' ? 'Esta persona ya es miembro.' : `${email} ya es miembro.`),
  'already-invited': ({ email = '' }) =>
    email === '' ? 'Esta persona ya tiene una invitación pendiente.' : `${email} ya tiene una invitación pendiente.`,
  'note-too-long': ({ max = 500 }) => `La nota puede tener ${max} caracteres como máximo.`,
  'invitation-not-pending': 'Esta invitación ya no está pendiente. Pide una nueva.',
  'invitation-expired': 'Esta invitación ha caducado. Pide una nueva.',
  'invitation-revoked': 'Esta invitación se ha retirado. Si crees que es un error, pide una nueva.',
  'invitation-used': 'Esta invitación ya se ha usado.',
  'invitation-for-someone-else': 'Esta invitación es para otro correo. Cambia a esa cuenta para aceptarla.',
  'invitation-busy':
    'En este momento alguien está respondiendo a esta invitación o retirándola. Mira de nuevo en un instante.',
  'invitation-over':
    'Esta invitación está cerrada: se aceptó, se rechazó o se retiró. Invita de nuevo a esa dirección.',
  'name-does-not-match': 'Escribe el nombre tal como aparece.',
  'email-does-not-match': 'Escribe tu correo tal como aparece.',
  'organization-closed':
    'Este espacio de trabajo está cerrado y se va a eliminar. Un propietario aún puede restaurarlo.',
  'too-late-to-restore':
    'Han pasado los siete días: el espacio de trabajo se está eliminando y ya no se puede restaurar.',
  'image-missing': 'Elige antes una imagen.',
  'image-too-large': ({ max = 500 }) => `El archivo pesa más de ${max} KB. Elige uno más pequeño.`,
  'image-kind': 'Esto no es una imagen PNG, JPEG ni WebP, diga lo que diga su nombre. Elige una de ese tipo.',
  'image-dimensions': ({ max = 4096 }) =>
    `La imagen mide más de ${max} píxeles de ancho o de alto. Elige una más pequeña.`,
  'image-broken': 'No se puede leer la imagen: está dañada o incompleta. Expórtala de nuevo o elige otra.',
  'own-mfa-missing': 'Tú todavía no tienes un segundo paso y te quedarías fuera. Actívalo antes.',
  'mfa-not-offered':
    'El servicio de acceso no ofrece ningún segundo paso y nadie podría entrar. Hay que activarlo en la consola de Logto, en Multi-factor auth.',
  'domain-invalid': 'Escribe un dominio, por ejemplo example.com.',
  'domain-public': ({ domain = '' }) => `Cualquiera puede tener un correo de ${domain}. Elige un dominio propio.`,
  'domain-not-yours': ({ domain = '' }) =>
    `No tienes un correo verificado de ${domain}. Puede añadirlo un administrador que sí lo tenga.`,
  'domain-taken': ({ domain = '' }) =>
    `${domain} ya es de otro espacio de trabajo. Pide a sus propietarios que lo liberen.`,
  'settings-busy': 'Alguien está cambiando esto ahora mismo. Inténtalo de nuevo en un momento.',
  'last-owner-somewhere': ({ names = '' }) => `Solo tú eres propietario de ${names}. Cédelo o elimínalo antes.`,
  'seats-used-up': ({ limit = 0, left = '' }) =>
    Number(left) > 0
      ? `De las ${limit} plazas del espacio quedan ${left} por dar, contando las invitaciones abiertas. Invita a menos personas o pide a un propietario un plan mayor.`
      : left === ''
        ? `Las ${limit} plazas del espacio están ocupadas. Un propietario puede liberar una o elegir un plan mayor; después, inténtalo otra vez.`
        : `Las ${limit} plazas del espacio están ocupadas o prometidas en invitaciones abiertas. Quita a alguien, retira una invitación o pide a un propietario un plan mayor.`,
  'waits-for-seat':
    'Este espacio aún no tiene una plaza libre para ti. Un propietario puede liberar una o elegir un plan mayor, y entrarás.',
  'account-being-deleted': 'Tu cuenta se está eliminando: ya no puedes crear espacios de trabajo con ella.',
  'organizations-used-up': ({ limit = 0 }) =>
    `Tienes ${limit} espacios de trabajo, que es lo máximo por persona. Elimina o cede uno antes.`,
  'api-keys-used-up': ({ limit = 0 }) =>
    `Este plan incluye ${limit} claves de API. Revoca una o pide a un propietario un plan mayor.`,
  'projects-used-up': ({ limit = 0 }) =>
    `Este plan incluye ${limit} proyectos. Elimina uno o pide a un propietario un plan mayor.`,
  'setting-invalid': 'Este valor no sirve para el ajuste. Elige otro.',
  'key-revoked': 'Esta clave está revocada. Crea otra.',
  'key-expired': 'Esta clave ha caducado. Crea otra.',
  'key-shown-once':
    'Esto ya estaba hecho, y el secreto se mostró entonces, una sola vez. Si no lo guardaste, renueva la clave para obtener otro.',
  'origin-invalid':
    'Escribe la dirección de un sitio, como https://app.example.com: sin ruta, y con https salvo en localhost.',
  'origins-too-many': ({ limit = 0 }) => `Un espacio puede tener ${limit} sitios. Quita uno antes.`,
  'origin-not-allowed':
    'Este sitio no puede mostrar widgets de este espacio. Quien administre puede añadirlo en Ajustes, Widgets.',
  'scope-missing': ({ scope = '' }) =>
    scope === ''
      ? 'Ningún token de widget llega a tanto. Usa otra clase de token o las páginas de la aplicación.'
      : `El token no llega a tanto. Pide uno con el alcance ${scope}.`,
  'people-only':
    'Esto solo puede hacerlo una persona, ni una clave de API ni una máquina. Usa el token de una persona.',
  'token-used': 'Este token ya sirvió para algo que pide uno nuevo. Consigue otro y vuelve a intentarlo.',
  'key-used-differently':
    'Esta clave de idempotencia ya se envió con otro contenido. Usa una nueva para una petición nueva.',
  'body-invalid': 'El cuerpo no es el JSON que admite esta dirección. Compáralo con la referencia.',
  'value-invalid': 'Esta dirección no admite ese valor. Compáralo con la referencia.',
  'cursor-invalid': 'Este cursor no es de los nuestros o es de otra lista. Empieza sin cursor.',
  'method-not-allowed': 'Esta dirección no admite ese método.',
  unauthenticated: 'Inicia sesión o envía una clave de API o un token válidos.',
  'not-permitted': 'Tu rol no lo permite. Habla con quien sea propietario o administrador del espacio de trabajo.',
  'not-found': 'Aquí no hay nada, o no tienes acceso.',
  'mfa-required': 'Este espacio de trabajo pide verificación en dos pasos. Actívala y vuelve.',
  'rate-limited': ({ minutes = 1 }) =>
    `Demasiados intentos en poco tiempo. Espera ${minutes === 1 ? 'un minuto' : `${minutes} minutos`} y vuelve a probar.`,
  'logto-unreachable': 'El servicio de acceso no responde. No ha cambiado nada. Prueba de nuevo en un momento.',
  'logto-refused': 'El servicio de acceso ha rechazado el cambio. No ha cambiado nada.',
  'database-unreachable':
    'Nuestra base de datos no responde. Prueba de nuevo en un momento: lo que enviaste se hace una vez o ninguna.',
  'form-used-differently': 'Este formulario ya se envió con otros datos. Recarga la página y rellénalo otra vez.',
  'still-working': 'Aún estamos en ello. Mira de nuevo en un momento; no hace falta enviarlo dos veces.',
  'form-expired': 'Este formulario lleva demasiado tiempo abierto. Recarga la página y envíalo de nuevo.',
  'origin-refused': 'La petición venía de otro sitio y no la hemos llevado a cabo.',
  'body-too-large': 'Es más de lo que podemos recibir de una vez. Envía menos.',
  unexpected: 'Algo ha fallado por nuestra parte. Ha quedado registrado.',
};
