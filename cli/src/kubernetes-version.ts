import { newestMinor, supportedMinors } from '../../server/src/protocol';
import { UsageError, type Options } from './command';

/** The minor that --kubernetes-version names, else the newest that is known. Throws UsageError. */
export function readMinor(options: Options): number {
  const written = options.text('kubernetes-version');
  const minor = written === undefined ? newestMinor : Number(/^v?1\.(\d+)(?:\.\d+.*)?$/.exec(written)?.[1]);
  if (!supportedMinors.some((supported) => supported === minor)) {
    throw new UsageError(
      `--kubernetes-version does not know '${written ?? ''}'. Versions 1.${supportedMinors[0]} to 1.${newestMinor} are known.`,
    );
  }
  return minor;
}
