/** Whether a version is this one or later. A prerelease counts as its release. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [given, least] = [partsOf(version), partsOf(wanted)];
  const differs = least.findIndex((part, index) => part !== given[index]);
  return differs === -1 || (given[differs] ?? 0) > (least[differs] ?? 0);
}

export function majorOf(version: string): number {
  return partsOf(version)[0] ?? 0;
}

function partsOf(version: string): number[] {
  return (version.split(/[-+]/u, 1)[0] ?? '').split('.').map(Number);
}
