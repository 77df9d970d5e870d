/** Old versions of Node end in syntax errors that explain nothing, so this is looked at first. */
export function requireNode() {
  const wanted = [20, 19];
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return;
  console.error(`Tenantry needs Node ${wanted.join('.')} or newer; this is ${process.versions.node}.`);
  console.error('Install a current one from https://nodejs.org (or `nvm install 22`), then run the command again.');
  process.exit(1);
}
