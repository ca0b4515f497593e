import { child, type FieldPath } from '../rules/field-path';
import type { AppArmorProfile, SeccompProfile, WindowsSecurityContextOptions } from '../schema/pod-types';
import { byteLength, descendingPathProblem, dns1123SubdomainProblem, trimSpace } from './names';
import { reportInvalid, reportNotSupported, reportProblem, reportRequired, type Report } from './report';

/*
 * Parts of a securityContext that a Pod and its containers have alike: pkg/apis/core/validation/validation.go,
 * v1.31 to v1.37, `validateSeccompProfileField`, `ValidateAppArmorProfileField`,
 * `validateWindowsSecurityContextOptions`.
 */

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'] as const;

/** Linux' PATH_MAX without the byte for its end. */
const longestProfilePath = 4095;

export function checkSeccompProfile(report: Report, profile: SeccompProfile | undefined, path: FieldPath): void {
  if (profile === undefined) return;
  checkProfileType(report, profile.type ?? '', path);
  const { localhostProfile } = profile;
  if (profile.type === 'Localhost') {
    if (localhostProfile === undefined) {
      reportRequired(report, child(path, 'localhostProfile'), "Set the profile's file, or another type.");
    } else {
      reportProblem(report, child(path, 'localhostProfile'), descendingPathProblem(localhostProfile));
    }
  } else if (localhostProfile !== undefined) {
    reportInvalid(
      report,
      child(path, 'localhostProfile'),
      'is for type `Localhost` only; remove it or change the type',
    );
  }
}

export function checkAppArmorProfile(report: Report, profile: AppArmorProfile | undefined, path: FieldPath): void {
  if (profile === undefined) return;
  checkProfileType(report, profile.type ?? '', path);
  const { type, localhostProfile } = profile;
  if (type === 'Localhost') {
    const profilePath = child(path, 'localhostProfile');
    if (localhostProfile === undefined || localhostProfile === '') {
      reportRequired(report, profilePath, "Set the loaded profile's name, or another type.");
      return;
    }
    if (trimSpace(localhostProfile) !== localhostProfile) {
      reportInvalid(report, profilePath, 'has white space around it; remove that');
    }
    if (byteLength(localhostProfile) > longestProfilePath) {
      const message = `\`${profilePath}\` is longer than ${longestProfilePath} bytes; use a shorter profile name.`;
      report({ type: 'FieldValueTooLong', path: profilePath, message });
    }
  } else if (localhostProfile !== undefined && (type === 'RuntimeDefault' || type === 'Unconfined')) {
    reportInvalid(
      report,
      child(path, 'localhostProfile'),
      'is for type `Localhost` only; remove it or change the type',
    );
  }
}

function checkProfileType(report: Report, type: string, path: FieldPath): void {
  if (type === '') {
    reportRequired(report, child(path, 'type'), 'Set `RuntimeDefault`, `Localhost` or `Unconfined`.');
  } else if (!(profileTypes as readonly string[]).includes(type)) {
    reportNotSupported(report, child(path, 'type'), type, profileTypes);
  }
}

const longestCredentialSpec = 64 * 1024;
const longestDomain = 255;
const longestUser = 104;
// eslint-disable-next-line no-control-regex -- these are what Windows does not take
const controlCharacter = /[\u0000-\u001f\u007f]/;
const netBiosDomain = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u;
const dnsDomain = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const onlyDotsAndSpaces = /^[. ]+$/;
const notInUserName = /["/\\:;|=,+*?<>@[\]]/;

export function checkWindowsOptions(
  report: Report,
  options: WindowsSecurityContextOptions | undefined,
  path: FieldPath,
): void {
  if (options === undefined) return;
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined) {
    reportProblem(report, child(path, 'gmsaCredentialSpecName'), dns1123SubdomainProblem(gmsaCredentialSpecName));
  }
  if (gmsaCredentialSpec !== undefined) {
    if (gmsaCredentialSpec === '') {
      reportInvalid(report, child(path, 'gmsaCredentialSpec'), 'is empty; fill it in or remove it');
    } else if (byteLength(gmsaCredentialSpec) > longestCredentialSpec) {
      reportInvalid(report, child(path, 'gmsaCredentialSpec'), 'is larger than 64 KiB; shorten it');
    }
  }
  if (runAsUserName !== undefined) {
    reportProblem(report, child(path, 'runAsUserName'), windowsUserProblem(runAsUserName));
  }
}

/** `USER` or `DOMAIN\USER`. */
function windowsUserProblem(name: string): string | undefined {
  if (name === '') return 'is empty; name a user or remove it';
  if (controlCharacter.test(name)) return 'holds a control character; remove it';
  const [first = '', second, more] = name.split('\\', 3);
  if (more !== undefined) return 'holds more than one backslash; write `DOMAIN\\USER`';
  const user = second ?? first;
  if (second !== undefined) {
    if (byteLength(first) > longestDomain) return `has a domain longer than ${longestDomain} characters; shorten it`;
    if (!netBiosDomain.test(first) && !dnsDomain.test(first)) {
      return 'has a domain that is neither a NetBIOS name nor a DNS name; correct it';
    }
  }
  if (user === '') return 'has no user after the backslash; add it';
  if (byteLength(user) > longestUser) return `has a user longer than ${longestUser} characters; shorten it`;
  if (onlyDotsAndSpaces.test(user)) return 'has a user of dots and spaces only; correct it';
  if (notInUserName.test(user)) return 'has a user with one of `" / \\ [ ] : ; | = , + * ? < > @`; remove that';
  return undefined;
}
