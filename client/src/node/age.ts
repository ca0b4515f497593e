/** `42s`, `5m`, `3h`, `12d`: as kubectl and crictl round. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units: [number, string][] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'm'],
  ];
  const unit = units.find(([size]) => whole >= 2 * size);
  return unit === undefined ? `${whole}s` : `${Math.floor(whole / unit[0])}${unit[1]}`;
}
