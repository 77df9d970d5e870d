declare module 'email-providers' {
  /** Domains at which anybody can have an address, lower case. */
  const domains: string[];
  export default domains;
}
