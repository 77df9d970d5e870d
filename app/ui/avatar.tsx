import { classes } from './classes.ts';
import { hueOf, initialsOf } from './initials.ts';

const sizes = { small: 'size-6 text-12', medium: 'size-7 text-12', large: 'size-10 text-14', huge: 'size-16 text-20' };

export type AvatarProps = { id: string; name: string; src?: string | null; size?: keyof typeof sizes };

/**
 * A person: picture or initials, on a hue that follows from the id. The name stands beside it, so it is silent itself.
 *
 *     <Avatar id={user.id} name={user.name} />
 */
export function Avatar({ id, name, src, size = 'medium' }: AvatarProps) {
  return <Face id={id} name={name} src={src} className={classes('rounded-full', sizes[size])} />;
}

/** A workspace: logo or initials, squared. `<OrganizationLogo id={tenant.id} name={tenant.name} src={tenant.logo} />` */
export function OrganizationLogo({ id, name, src, size = 'medium' }: AvatarProps) {
  return <Face id={id} name={name} src={src} className={classes('rounded-sm', sizes[size])} />;
}

/**
 * Pictures of other servers (of a social sign-in, or of Logto's console) are shown as they are, over https only, which is
 * what the content security policy lets in; those servers are not told on which page.
 */
export const mayBeShown = (src: string) => /^(https:|data:image)/.test(src) || /\/images\/[0-9a-f]{64}\.png$/.test(src);

function Face({ id, name, src, className }: { id: string; name: string; src?: string | null; className: string }) {
  if (src && mayBeShown(src)) {
    return (
      <img src={src} alt="" referrerPolicy="no-referrer" className={classes('shrink-0 object-cover', className)} />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={classes('hued inline-grid shrink-0 place-items-center font-semibold', `hue-${hueOf(id)}`, className)}
    >
      {initialsOf(name)}
    </span>
  );
}
